package dev.tandem.lab.drill.fault;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.machine.MachineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ways of doing harm, each on machines that are chosen when it is done. */
public final class Injections {
    private static final Duration BITES_WITHIN = Duration.ofSeconds(2);

    private Injections() {}

    /** Which machine. */
    interface Target extends Function<Ground, Grip> {}

    /** SIGKILL for a unit's main process, or for another signal's name, that one. */
    static Injection signalled(Target target, String unit, String signal) {
        return ground -> {
            Grip grip = target.apply(ground);
            long process = running(grip, unit);
            grip.sh("kill -s \"$1\" \"$2\"", signal, Long.toString(process));
            boolean gone = Grip.soon(
                    Duration.ofSeconds(signal.equals("KILL") ? 2 : 15),
                    () -> grip.processState(process).isEmpty()
                            || grip.processState(process).equals("Z"));
            return Struck.done(
                    "SIG" + signal + " for " + unit + " on " + grip.name(),
                    gone ? Optional.of("process " + process + " is gone") : Optional.empty());
        };
    }

    /** Its main process. Throws IllegalStateException when there is none: nothing could bite. */
    static long running(Grip grip, String unit) {
        long process = grip.mainProcess(unit);
        if (process == 0) {
            throw new IllegalStateException(unit + " does not run on " + grip.name());
        }
        return process;
    }

    static Injection killed(Target target, String unit) {
        return signalled(target, unit, "KILL");
    }

    /** Every process of a unit at once, for those whose main process is a guard of others. */
    static Injection killedWhole(Target target, String unit) {
        return ground -> {
            Grip grip = target.apply(ground);
            long process = running(grip, unit);
            // The guard may have ended others first.
            grip.sh("kill -KILL $(cat \"/sys/fs/cgroup/system.slice/$1.service/cgroup.procs\") || true", unit);
            boolean gone =
                    Grip.soon(BITES_WITHIN, () -> grip.processState(process).isEmpty());
            return Struck.done(
                    "SIGKILL for all of " + unit + " on " + grip.name(),
                    gone ? Optional.of("process " + process + " is gone") : Optional.empty());
        };
    }

    /** SIGSTOP for every process of a unit, SIGCONT at the end. */
    static Injection stopped(Target target, String unit) {
        return ground -> {
            Grip grip = target.apply(ground);
            long process = running(grip, unit);
            String each = "for process in $(cat \"/sys/fs/cgroup/system.slice/$1.service/cgroup.procs\"); do"
                    + " kill -\"$2\" $process || true; done";
            grip.sh(each, unit, "STOP");
            boolean stands =
                    Grip.soon(BITES_WITHIN, () -> grip.processState(process).equals("T"));
            return new Struck(
                    "SIGSTOP for " + unit + " on " + grip.name(),
                    () -> stands ? Optional.of("process " + process + " stood in state T") : Optional.empty(),
                    () -> grip.trying(each, unit, "CONT"),
                    Set.of());
        };
    }

    /** Its power fails; it is switched on again at the end. */
    static Injection powerFails(Target target) {
        return ground -> {
            Grip grip = target.apply(ground);
            grip.machine().kill();
            boolean dead = grip.machine().state() == MachineState.STOPPED;
            return new Struck(
                    "power of " + grip.name() + " fails, its cable first",
                    () -> dead ? Optional.of("no process of " + grip.name() + " is left") : Optional.empty(),
                    () -> {
                        if (grip.machine().state() == MachineState.STOPPED) {
                            grip.start(ground);
                        }
                    },
                    Set.of(grip.name()));
        };
    }

    /** Every program of it stands still. */
    static Injection frozen(Target target) {
        return ground -> {
            Grip grip = target.apply(ground);
            grip.machine().freeze();
            boolean stands = grip.machine().state() == MachineState.FROZEN;
            return new Struck(
                    grip.name() + " frozen",
                    () -> stands ? Optional.of("its control group is frozen") : Optional.empty(),
                    () -> grip.machine().thaw(),
                    Set.of(grip.name()));
        };
    }

    /** Nothing goes in or out of it. */
    static Injection cut(Target target) {
        return ground -> {
            Grip grip = target.apply(ground);
            grip.machine().cut();
            boolean down = grip.machine().cutOff();
            return new Struck(
                    grip.name() + " cut off from everything",
                    () -> down ? Optional.of("its cable is down") : Optional.empty(),
                    () -> grip.machine().heal(),
                    Set.of(grip.name()));
        };
    }

    /**
     * Packets are dropped where they arrive, in the machine's own kernel, before it looks at them.
     *
     * @param at whose arriving packets
     * @param matching what nftables says of them, such as {@code ip saddr 10.80.0.22}; several rules
     */
    public static Struck dropped(Grip at, List<String> matching) {
        String rules = matching.stream()
                .map(match -> "add rule inet tandem_drill unheard " + match + " counter drop\n")
                .collect(Collectors.joining("", """
                        add table inet tandem_drill
                        add chain inet tandem_drill unheard { type filter hook prerouting priority -310; policy accept; }
                        """, ""));
        at.sh("printf '%s' \"$1\" | nft -f -", rules);
        return new Struck(
                at.name() + " does not hear: " + String.join(", ", matching),
                () -> droppedPackets(at),
                () -> at.trying("nft delete table inet tandem_drill"),
                Set.of());
    }

    private static Optional<String> droppedPackets(Grip at) {
        long packets = at.trying("nft list table inet tandem_drill").stream()
                .flatMap(text -> java.util.regex.Pattern.compile("counter packets (\\d+)")
                        .matcher(text)
                        .results())
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        return packets > 0 ? Optional.of(at.name() + " dropped " + packets + " packets") : Optional.empty();
    }

    /** One after the other; each sees what the one before it did. */
    static Injection inTurn(Duration between, List<Injection> injections) {
        return ground -> {
            List<Struck> all = new ArrayList<>();
            for (Injection injection : injections) {
                if (!all.isEmpty()) {
                    Deadline.pause(between);
                }
                all.add(injection.strike(ground));
            }
            return all.stream().reduce(Struck::and).orElseThrow();
        };
    }
}
