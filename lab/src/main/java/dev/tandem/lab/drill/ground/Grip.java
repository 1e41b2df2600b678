package dev.tandem.lab.drill.ground;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.CommandException;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.machine.MachineState;
import dev.tandem.lab.machine.NspawnMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One machine of the lab, held from this computer and not through its network, which a drill may have cut: commands enter its
 * namespaces by nsenter(1), files are read where they lie. Commands that were entered so are not in the machine's control
 * group, so that they run in a frozen machine too.
 */
public final class Grip {
    /** How long a command may take that only looks or tells. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration SSH_WITHIN = Duration.ofSeconds(60);
    private final NspawnMachine machine;

    public Grip(NspawnMachine machine) {
        this.machine = machine;
    }

    public String name() {
        return machine.name().value();
    }

    public NspawnMachine machine() {
        return machine;
    }

    /** Whether its processes run. */
    public boolean running() {
        return machine.state() == MachineState.RUNNING;
    }

    public String address() {
        return machine.address().orElseThrow().getHostAddress();
    }

    /** A file of its disk, also when it is dead. */
    public Path onDisk(String path) {
        return machine.root().resolve(path.substring(1));
    }

    /** What a file says that may lie in its memory, such as below /run; empty when there is none. */
    Optional<String> read(String path) {
        if (machine.initProcess().isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of("/proc", Long.toString(machine.initProcess().getAsLong()), "root", path);
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Runs a shell script in it and gives its output. Throws CommandException when it fails, ComputerException when the machine does not run. */
    public String sh(String script, String... arguments) {
        return sh(PATIENCE, script, arguments);
    }

    public String sh(Duration patience, String script, String... arguments) {
        long init = machine.initProcess()
                .orElseThrow(() -> new ComputerException(name() + " does not run, so nothing can be done in it"));
        List<String> words = new ArrayList<>(List.of(
                "nsenter", "-t", Long.toString(init), "-m", "-u", "-i", "-n", "-p", "--", "sh", "-euc", script, "sh"));
        words.addAll(List.of(arguments));
        return Command.of(words.toArray(String[]::new)).within(patience).run().strip();
    }

    /** As {@link #sh(String, String...)}, and empty when it fails. */
    public Optional<String> trying(String script, String... arguments) {
        return trying(PATIENCE, script, arguments);
    }

    public Optional<String> trying(Duration patience, String script, String... arguments) {
        try {
            return Optional.of(sh(patience, script, arguments));
        } catch (CommandException | ComputerException e) {
            return Optional.empty();
        }
    }

    /** The main process of a unit, as it is numbered in the machine; 0 when there is none. */
    public long mainProcess(String unit) {
        return trying("systemctl show -P MainPID \"$1\"", unit)
                .map(Long::valueOf)
                .orElse(0L);
    }

    /** The state of a process, as proc(5) has it: R, S, T and so on; empty when it is gone. */
    public String processState(long process) {
        return trying("sed 's/.*) //' \"/proc/$1/stat\" | cut -d' ' -f1", Long.toString(process))
                .orElse("");
    }

    /** Boots it and waits until it greets. */
    public void start(Ground ground) {
        machine.start();
        machine.awaitSsh(ground.network(), SSH_WITHIN);
    }

    /** Waits until a condition holds in it. */
    public static boolean soon(Duration within, java.util.function.BooleanSupplier condition) {
        return Deadline.in(within).await(condition);
    }
}
