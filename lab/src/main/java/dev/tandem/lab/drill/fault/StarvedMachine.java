package dev.tandem.lab.drill.fault;

import dev.tandem.lab.computer.Allowance;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.fault.OverloadFaults.Chosen;
import dev.tandem.lab.drill.fault.OverloadFaults.Which;
import dev.tandem.lab.drill.ground.Grip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Machines whose share of this computer is small, with programs of somebody else's that want more than there is, as a broken job of cron's
 * does. Shares end by themselves, and so do the programs. The drill's own clients on such a machine starve with it, so they are left out.
 */
final class StarvedMachine {
    private static final double PROCESSORS = 0.4;
    private static final int PROGRAMS = 20;
    private static final long MORE_BYTES = 128L << 20;
    private static final Duration AT_MOST = Duration.ofSeconds(75);

    /** Words: for how many seconds, how many. As somebody without rights, in the slice of users. */
    private static final String BURN = """
            systemctl reset-failed tandem-drill-burn 2> /dev/null || true
            systemd-run --quiet --collect --unit=tandem-drill-burn --slice=user.slice --uid=nobody \
                --property=RuntimeMaxSec="$1" -- \
                sh -c 'for each in $(seq "$1"); do (while :; do :; done) & done; wait' sh "$2"
            """;

    /** Word: for how many seconds. A program that takes memory until it is killed, and the next one; it is the guard's child. */
    private static final String TAKE = """
            systemctl reset-failed tandem-drill-hog 2> /dev/null || true
            systemd-run --quiet --collect --unit=tandem-drill-hog --slice=user.slice --uid=nobody \
                --property=RuntimeMaxSec="$1" --property=OOMPolicy=continue -- \
                sh -c 'while :; do
                    perl -e "my @all; while (1) { push @all, q(x) x (4 << 20); select undef, undef, undef, 0.02 }"
                    sleep 0.5
                done'
            """;

    private static final List<String> PROGRAMS_OF_OURS = List.of(
            "tandem-agent",
            "etcd",
            "mariadb",
            "tandem-router",
            "tandem-runner",
            "nginx",
            "haproxy",
            "keepalived",
            "knot");

    private StarvedMachine() {}

    static Struck processors(Chosen chosen) {
        List<Grip> machines = chosen.machines();
        for (Grip machine : machines) {
            machine.machine().allowance().limitProcessor(PROCESSORS, AT_MOST);
            machine.sh(BURN, Long.toString(AT_MOST.toSeconds()), Integer.toString(PROGRAMS));
        }
        return struck(
                machines,
                " has " + PROCESSORS + " of a processor and " + PROGRAMS + " programs that want it",
                chosen.which(),
                machine -> Optional.of(machine.machine().allowance())
                        .map(Allowance::timesThrottled)
                        .filter(times -> times > 0)
                        .map(times -> machine.name() + " stood still " + times + " times"));
    }

    static Struck memory(Chosen chosen) {
        List<Grip> machines = chosen.machines();
        Map<String, Map<String, Long>> before = new LinkedHashMap<>();
        for (Grip machine : machines) {
            before.put(machine.name(), ours(machine));
            machine.machine().allowance().limitMemory(MORE_BYTES, AT_MOST);
            machine.sh(TAKE, Long.toString(AT_MOST.toSeconds()));
        }
        return struck(
                machines,
                " may have " + (MORE_BYTES >> 20) + " MiB more, and a program that takes all",
                chosen.which(),
                machine -> Optional.of(machine.machine().allowance())
                        .map(Allowance::killedForMemory)
                        .filter(killed -> killed > 0)
                        .map(killed -> machine.name() + ": " + killed + " programs killed for want of memory, of ours "
                                + gone(before.getOrDefault(machine.name(), Map.of()), ours(machine))));
    }

    /** What is asked of a machine that was to starve: empty when it did not. */
    private interface Bite {
        Optional<String> of(Grip machine);
    }

    private static Struck struck(List<Grip> machines, String what, Which which, Bite bite) {
        Set<String> names = machines.stream().map(Grip::name).collect(Collectors.toUnmodifiableSet());
        return new Struck(
                machines.stream().map(Grip::name).collect(Collectors.joining(", ")) + what,
                () -> all(machines, bite),
                () -> machines.forEach(StarvedMachine::mend),
                which == Which.BALANCER ? Set.of() : names);
    }

    private static Optional<String> all(List<Grip> machines, Bite bite) {
        List<String> proofs = new ArrayList<>();
        machines.forEach(machine -> bite.of(machine).ifPresent(proofs::add));
        return proofs.size() == machines.size() ? Optional.of(String.join("; ", proofs)) : Optional.empty();
    }

    private static void mend(Grip machine) {
        machine.machine().allowance().release();
        machine.trying(OwnVolume.PATIENCE, "systemctl stop tandem-drill-burn tandem-drill-hog || true");
    }

    private static Map<String, Long> ours(Grip machine) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (String unit : PROGRAMS_OF_OURS) {
            long process = machine.mainProcess(unit);
            if (process != 0) {
                all.put(unit, process);
            }
        }
        return all;
    }

    private static String gone(Map<String, Long> before, Map<String, Long> after) {
        List<String> gone = before.entrySet().stream()
                .filter(one -> !one.getValue().equals(after.get(one.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return gone.isEmpty() ? "none" : String.join(", ", gone);
    }
}
