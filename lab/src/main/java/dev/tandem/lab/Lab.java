package dev.tandem.lab;

import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ExclusiveLock;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import dev.tandem.lab.image.ImageRecipe;
import dev.tandem.lab.image.ImageStore;
import dev.tandem.lab.machine.ConvergeOutcome;
import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.machine.NspawnMachine;
import dev.tandem.lab.network.LabBridge;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.lab.requirement.LabRequirements;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The labs of this computer: up, down, and what stands. Every operation may be repeated, and may be interrupted at any
 * point, even by SIGKILL: the next `up` completes the lab and the next `down` removes all of it. Thread-safe; two commands
 * on one lab wait for each other.
 */
public final class Lab {
    private static final Duration WAIT_FOR_OTHER_COMMAND = Duration.ofMinutes(5);
    private static final Duration BOOT = Duration.ofSeconds(90);
    private final Places places;
    private final Progress progress;
    private final ImageStore images;

    /** Labs in these places; the progress hears what `up` and `down` do. */
    public Lab(Places places, Progress progress) {
        this.places = places;
        this.progress = progress;
        this.images = new ImageStore(places, InstantSource.system(), progress);
    }

    /**
     * Makes the lab as the plan says, doing only what is missing, and returns when every machine answers by SSH.
     *
     * @throws dev.tandem.lab.requirement.MissingRequirementsException when this computer cannot hold a lab; nothing was made
     * @throws LabUpException when machines did not come up; the others stand
     */
    public UpReport up(LabPlan plan) {
        long start = System.nanoTime();
        if (Files.isDirectory(places.labs().resolve(plan.name().value()))) {
            LabRequirements.requireForStandingLab(places);
        } else {
            LabRequirements.requireForNewLab(places);
        }
        try (ExclusiveLock _ = lock(plan.name())) {
            String image = images.ensure(ImageRecipe.with(plan.packages()));
            new LabBridge(plan.name()).ensure(plan.network(), plan.adminAddress());
            Map<MachineName, ConvergeOutcome> outcomes = new ConcurrentHashMap<>(stopUnplanned(plan));
            try (LabNetwork network = network(plan.name())) {
                inParallel(plan.name(), plan.everyMachine(), machine -> {
                    NspawnMachine made = machine(plan.name(), machine.name());
                    outcomes.put(machine.name(), made.converge(plan, machine, image));
                    made.awaitSsh(network, BOOT);
                    progress.line(
                            machine.name() + ": answers at " + machine.address().getHostAddress());
                });
            }
            images.prune(imagesInUse());
            return new UpReport(image, outcomes, onOtherImage(plan, image), since(start));
        }
    }

    /** Removes the lab with all its data, whatever state it is in, and looks whether anything is left. Idempotent. */
    public DownReport down(LabName name) {
        long start = System.nanoTime();
        try (ExclusiveLock _ = lock(name)) {
            LabRemoval removal = new LabRemoval(name, places);
            boolean found = !removal.remains().isEmpty();
            removal.run();
            return new DownReport(found, removal.remains(), since(start));
        }
    }

    /** All labs of this computer, also half-made ones. */
    public List<LabSummary> list() {
        return directoriesIn(places.labs()).stream()
                .map(LabName::new)
                .sorted()
                .map(name -> new LabSummary(name, states(name)))
                .toList();
    }

    /** One machine of a lab, to look at it or to do it harm. It need not exist. */
    public NspawnMachine machine(LabName lab, MachineName machine) {
        return new NspawnMachine(lab, machine, places, images);
    }

    /** Sockets in the lab's network. Open it early and close it when done. */
    public LabNetwork network(LabName lab) {
        return LabNetwork.open(lab);
    }

    /** A known_hosts file, sshd(8), with the address and the host key of every machine of the lab. */
    public String knownHosts(LabName lab) {
        StringBuilder text = new StringBuilder();
        for (MachineName name : machines(lab)) {
            NspawnMachine machine = machine(lab, name);
            machine.address()
                    .ifPresent(address -> text.append(address.getHostAddress())
                            .append(' ')
                            .append(machine.hostPublicKey())
                            .append('\n'));
        }
        return text.toString();
    }

    private Map<MachineName, ConvergeOutcome> stopUnplanned(LabPlan plan) {
        Set<MachineName> planned =
                plan.everyMachine().stream().map(LabMachine::name).collect(Collectors.toSet());
        Map<MachineName, ConvergeOutcome> stopped = new TreeMap<>();
        for (MachineName name : machines(plan.name())) {
            NspawnMachine machine = machine(plan.name(), name);
            if (!planned.contains(name) && machine.state() == MachineState.ABSENT) {
                machine.remove();
            } else if (!planned.contains(name)) {
                progress.line(name + ": not in the plan any more; powering it off, its disk is kept until `down`");
                machine.powerOff();
                stopped.put(name, ConvergeOutcome.STOPPED);
            }
        }
        return stopped;
    }

    private Map<MachineName, String> onOtherImage(LabPlan plan, String image) {
        Map<MachineName, String> others = new TreeMap<>();
        for (LabMachine machine : plan.everyMachine()) {
            machine(plan.name(), machine.name())
                    .image()
                    .filter(own -> !own.equals(image))
                    .ifPresent(own -> others.put(machine.name(), own));
        }
        return others;
    }

    private Set<String> imagesInUse() {
        return directoriesIn(places.labs()).stream()
                .map(LabName::new)
                .flatMap(lab -> machines(lab).stream().map(name -> machine(lab, name)))
                .flatMap(machine -> machine.image().stream())
                .collect(Collectors.toSet());
    }

    private SortedMap<MachineName, MachineState> states(LabName lab) {
        SortedMap<MachineName, MachineState> states = new TreeMap<>();
        machines(lab).forEach(name -> states.put(name, machine(lab, name).state()));
        return states;
    }

    private List<MachineName> machines(LabName lab) {
        return directoriesIn(places.labs().resolve(lab.value())).stream()
                .map(MachineName::new)
                .sorted()
                .toList();
    }

    private static List<String> directoriesIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> listing = Files.list(directory)) {
            return listing.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new ComputerException("listing " + directory, e);
        }
    }

    /** A step for one machine. */
    private interface Step {
        void on(LabMachine machine);
    }

    private static void inParallel(LabName lab, List<LabMachine> machines, Step step) {
        List<RuntimeException> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            machines.forEach(machine -> tasks.add(() -> {
                step.on(machine);
                return true;
            }));
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                failureOf(done, failures);
            }
        } catch (InterruptedException e) {
            throw LabInterruptedException.marking(e);
        }
        if (!failures.isEmpty()) {
            throw new LabUpException(lab, failures);
        }
    }

    private static void failureOf(Future<Boolean> done, List<RuntimeException> failures) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                failures.add(failure);
            } else {
                throw new IllegalStateException("a step threw what it cannot throw", e);
            }
        }
    }

    private ExclusiveLock lock(LabName name) {
        return ExclusiveLock.take(places.locks(), "lab " + name, WAIT_FOR_OTHER_COMMAND, progress);
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
