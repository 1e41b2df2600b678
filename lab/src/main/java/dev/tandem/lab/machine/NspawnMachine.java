package dev.tandem.lab.machine;

import dev.tandem.lab.computer.Allowance;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ControlGroup;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.GroupUsage;
import dev.tandem.lab.computer.MountTable;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.image.ImageStore;
import dev.tandem.lab.network.LabBridge;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * One machine of a lab: a Debian with its own disk, network, processes and systemd. All state is the computer's own
 * (directory, control group, namespace), so any process may hold an object for the same machine. Operations on one machine
 * are not meant to run at the same time; the lab's lock sees to that for `up` and `down`.
 */
public final class NspawnMachine {
    private static final Duration POWER_OFF = Duration.ofSeconds(60);
    private static final String SUPERVISOR = "supervisor";
    private static final String INIT = "payload/init.scope";
    private static final Path NSPAWN_RUNTIME = Path.of("/run/systemd/nspawn");
    private static final int CONSOLE_TAIL_LINES = 15;
    private final LabName lab;
    private final MachineName name;
    private final Function<String, Path> images;
    private final MachineDisk disk;
    private final LabBridge bridge;
    private final ControlGroup group;
    private final Volume volume;
    private final Allowance allowance;

    /** The machine of that name, which need not exist. */
    public NspawnMachine(LabName lab, MachineName name, Places places, ImageStore images) {
        this.lab = lab;
        this.name = name;
        this.images = images::root;
        this.disk = new MachineDisk(places.labs().resolve(lab.value()).resolve(name.value()));
        this.bridge = new LabBridge(lab);
        this.group = ControlGroup.ours().child(lab.value()).child(name.value());
        this.volume = new Volume(places.labs().resolve(lab.value()).resolve(name.value()));
        this.allowance = new Allowance(group);
    }

    /** Its name. */
    public MachineName name() {
        return name;
    }

    /** What it is doing now. */
    public MachineState state() {
        if (group.populated()) {
            return group.frozen() ? MachineState.FROZEN : MachineState.RUNNING;
        }
        return MachineRecord.read(disk.record()).isPresent() ? MachineState.STOPPED : MachineState.ABSENT;
    }

    /** Its address, where it has a disk. */
    public Optional<Inet4Address> address() {
        return MachineRecord.read(disk.record()).map(MachineRecord::address);
    }

    /** The image that its disk lies on, where it has one. */
    public Optional<String> image() {
        return MachineRecord.read(disk.record()).map(MachineRecord::image);
    }

    /** The systemd-nspawn process that holds it on this computer; empty when it does not run. */
    public List<ProcessHandle> supervisor() {
        return group.processesOf(SUPERVISOR);
    }

    /** The id, on this computer, of the machine's first process (its systemd); empty when it does not run. */
    public OptionalLong initProcess() {
        return group.processesOf(INIT).stream().mapToLong(ProcessHandle::pid).min();
    }

    /** A second disk of it, which drills make. */
    public Volume volume() {
        return volume;
    }

    /** How much of this computer it may have. */
    public Allowance allowance() {
        return allowance;
    }

    /** What its programs have used since it started, by the control groups that its systemd made. */
    public List<GroupUsage> usage() {
        return GroupUsage.below(group);
    }

    /** Its root directory on this computer, mounted as long as the lab is up. */
    public Path root() {
        return disk.root();
    }

    /** Its SSH host key, type and body, as after the host in known_hosts. Throws when it has no disk. */
    public String hostPublicKey() {
        return disk.hostPublicKey();
    }

    /**
     * Makes the machine as the plan says and starts it, doing only what is missing. A running machine is left running
     * unless its address changed; a cut cable is mended and a frozen machine thawed. A disk that holds data is kept.
     *
     * @param image the image for a new disk; an existing one stays on its own
     */
    public ConvergeOutcome converge(LabPlan plan, LabMachine wanted, String image) {
        Optional<MachineRecord> found = MachineRecord.read(disk.record());
        boolean alive = group.populated();
        if (alive && (found.isEmpty() || supervisor().isEmpty())) {
            // Half-made, or its systemd-nspawn was killed and left its processes to themselves.
            kill();
            alive = false;
        }
        MachineRecord record = found.orElseGet(() -> newDisk(wanted, image));
        disk.mount(images.apply(record.image()));
        List<MachineFile> files = MachineFiles.of(plan, wanted);
        Set<String> changed = disk.converge(files, record.written());
        new MachineRecord(record.image(), wanted.address(), MachineDisk.hashes(files)).write(disk.record());
        if (alive && bridge.connected(name) && !changed.contains(MachineFiles.INTERFACES)) {
            return mended();
        }
        if (alive) {
            powerOff();
        }
        start();
        return found.isEmpty() ? ConvergeOutcome.MADE : ConvergeOutcome.STARTED;
    }

    private MachineRecord newDisk(LabMachine wanted, String image) {
        disk.makeAnew("root@" + name);
        disk.mount(images.apply(image));
        disk.makeUnique();
        return new MachineRecord(image, wanted.address(), Map.of());
    }

    private ConvergeOutcome mended() {
        boolean mended = false;
        volume.thaw();
        allowance.release();
        if (group.frozen()) {
            group.thaw();
            mended = true;
        }
        if (bridge.cut(name)) {
            bridge.setCable(name, true);
            mended = true;
        }
        return mended ? ConvergeOutcome.MENDED : ConvergeOutcome.KEPT;
    }

    /** Boots it from its disk, with a fresh network. Throws when it runs already or has no disk. */
    public void start() {
        MachineRecord record = MachineRecord.read(disk.record())
                .orElseThrow(() -> new MachineException(lab, name, "it has no disk to start from [tandem up]"));
        if (group.populated()) {
            throw new MachineException(lab, name, "it runs already");
        }
        clearAfterDeath();
        disk.mount(images.apply(record.image()));
        bridge.connect(name);
        group.create();
        List<Path> groups = new ArrayList<>(List.of(group.directory()));
        allowance.computingGroup().ifPresent(groups::add);
        ProcessBuilder builder = new ProcessBuilder(BootCommand.words(lab, name, disk.root(), groups));
        builder.environment().putAll(BootCommand.environment());
        // The user's terminal, pager and language are not the machine's.
        builder.environment().keySet().removeIf(key -> key.equals("TERM") || key.startsWith("LC_"));
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true).redirectOutput(disk.console().toFile());
        try {
            builder.start();
        } catch (IOException e) {
            throw new ComputerException("starting " + name + " of the lab " + lab, e);
        }
    }

    /** Waits until its SSH server greets. Throws with the end of its console when it dies or does not answer in time. */
    public void awaitSsh(LabNetwork network, Duration limit) {
        Inet4Address address =
                address().orElseThrow(() -> new MachineException(lab, name, "it has no disk [tandem up]"));
        Deadline deadline = Deadline.in(limit);
        // It enters its group only a moment after its process was started.
        Deadline grace = Deadline.in(Duration.ofSeconds(5));
        while (!SshGreeting.heard(network, address)) {
            if (!group.populated() && grace.passed()) {
                throw new MachineException(
                        lab, name, "it died while it booted. Its console ends:\n" + consoleTail() + adviceOnDeath());
            }
            if (deadline.passed()) {
                throw new MachineException(
                        lab,
                        name,
                        "its SSH server did not answer at " + address.getHostAddress() + " within " + limit.toSeconds()
                                + " s. Its console ends:\n" + consoleTail());
            }
            Deadline.pause(Duration.ofMillis(20));
        }
    }

    /**
     * Its power fails: first the cable is dead, so that no peer hears a goodbye, then every process is. Its disk stays as
     * it was at that moment. Does nothing where nothing runs.
     */
    public void kill() {
        if (bridge.connected(name)) {
            bridge.setCable(name, false);
        }
        volume.thaw();
        group.kill();
        clearAfterDeath();
    }

    /** Shuts it down in order, as `systemctl poweroff` does. Throws when it is not off after a minute. */
    public void powerOff() {
        if (group.frozen()) {
            group.thaw();
        }
        volume.thaw();
        if (supervisor().isEmpty()) {
            // Nobody is left to pass the signal on to its systemd.
            kill();
        }
        // SIGTERM, which systemd-nspawn hands on as SIGRTMIN+4: power off.
        supervisor().forEach(ProcessHandle::destroy);
        if (!Deadline.in(POWER_OFF).await(() -> !group.populated())) {
            throw new MachineException(
                    lab,
                    name,
                    "it was still running " + POWER_OFF.toSeconds()
                            + " s after it was told to power off. Its console ends:\n" + consoleTail());
        }
        clearAfterDeath();
    }

    /** Shuts it down in order and boots it again on the same disk. */
    public void restart() {
        powerOff();
        start();
    }

    /** Stops all its processes where they stand. Its kernel goes on: it answers pings and accepts connections. */
    public void freeze() {
        group.freeze();
    }

    /** Lets them go on. */
    public void thaw() {
        group.thaw();
    }

    /** Pulls its network cable. The machine sees its link without carrier. */
    public void cut() {
        bridge.setCable(name, false);
    }

    /** Whether its cable was pulled. */
    public boolean cutOff() {
        return bridge.connected(name) && bridge.cut(name);
    }

    /** Plugs the cable in again. */
    public void heal() {
        bridge.setCable(name, true);
    }

    /** Kills it and removes its disk with all data. Does nothing where there is none. */
    public void remove() {
        kill();
        volume.remove();
        disk.remove();
    }

    private String adviceOnDeath() {
        return consoleTail().contains("Too many open files")
                ? "\n[this computer has no inotify instance left: sysctl -w fs.inotify.max_user_instances=1024]"
                : "";
    }

    /** The end of what it printed while it booted, for messages. */
    public String consoleTail() {
        try {
            List<String> lines = Files.readAllLines(disk.console(), StandardCharsets.UTF_8);
            return "    "
                    + String.join(
                            "\n    ", lines.subList(Math.max(0, lines.size() - CONSOLE_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "    (no console: " + e.getMessage() + ")";
        }
    }

    /** A virtual address that a dead machine held would go on answering in its namespace: that goes first. */
    private void clearAfterDeath() {
        bridge.disconnect(name);
        group.remove();
        for (String kind : List.of("propagate", "unix-export")) {
            Path left = NSPAWN_RUNTIME.resolve(kind).resolve(BootCommand.registeredName(lab, name));
            MountTable.unmountBelow(left);
            try {
                Files.deleteIfExists(left);
            } catch (IOException e) {
                throw new ComputerException("removing what systemd-nspawn left at " + left, e);
            }
        }
    }
}
