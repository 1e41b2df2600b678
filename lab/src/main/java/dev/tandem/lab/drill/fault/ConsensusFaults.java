package dev.tandem.lab.drill.fault;

import static dev.tandem.lab.drill.fault.Injections.dropped;
import static dev.tandem.lab.drill.fault.Injections.killed;

import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Faults of etcd and of the way to it. Nobody who serves may notice. */
final class ConsensusFaults {
    static final Duration UNNOTICED = Duration.ofMillis(500);
    private static final Duration HOLD = Duration.ofSeconds(20);

    private static final String LEADS = """
            etcdctl --cacert=/etc/ssl/tandem/consensus-authority.crt --cert=/etc/ssl/tandem/consensus.pem \
                --key=/etc/ssl/tandem/consensus.pem --endpoints="https://$1:2379" endpoint status -w fields \
              | awk -F' : ' '/"MemberID"/ { member = $2 } /"Leader"/ { leader = $2 }
                  END { exit !(member != "" && member == leader) }'
            """;

    private ConsensusFaults() {}

    static List<Fault> all() {
        Limits none = Limits.nothingLost()
                .with(Measure.WRITE_OUTAGE, UNNOTICED)
                .with(Measure.FAILED_WRITES, 0)
                .with(Measure.HTTP_OUTAGE, UNNOTICED);
        return List.of(
                Faults.of(
                        "etcd-killed",
                        "One member of etcd is killed: the leader.",
                        Set.of(),
                        none,
                        Duration.ofSeconds(5),
                        killed(ConsensusFaults::leader, "etcd")),
                Faults.of(
                        "quorum-lost",
                        "etcd is stopped on two of three machines, and started later.",
                        Set.of(),
                        none,
                        HOLD,
                        ConsensusFaults::withoutQuorum),
                Faults.of(
                        "cut-from-etcd",
                        "The primary's machine hears nothing from etcd, its own member included.",
                        Set.of(Need.AGENTS),
                        none,
                        HOLD,
                        ground -> dropped(
                                ground.primary(), List.of("tcp sport { 2379, 2380 }", "tcp dport { 2379, 2380 }"))));
    }

    /** The member that leads: its own number is the leader's. */
    private static Grip leader(Ground ground) {
        List<Grip> voters = ground.voters();
        return voters.stream()
                .filter(grip -> grip.trying(LEADS, grip.address()).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no member of etcd says that it leads"));
    }

    private static Struck withoutQuorum(Ground ground) {
        List<Grip> voters = ground.voters();
        List<Grip> majority = voters.subList(0, voters.size() / 2 + 1);
        majority.forEach(grip -> grip.sh("systemctl kill -s KILL etcd; systemctl stop etcd"));
        return new Struck(
                "etcd stopped on "
                        + String.join(" and ", majority.stream().map(Grip::name).toList()),
                () -> majority.stream()
                                .allMatch(grip -> grip.trying("systemctl is-active -q etcd")
                                        .isEmpty())
                        ? Optional.of("no etcd runs there")
                        : Optional.empty(),
                () -> {
                    // All told before any is waited for: the first alone would wait for the second.
                    majority.forEach(grip -> grip.trying("systemctl start --no-block etcd"));
                    majority.forEach(grip -> Grip.soon(
                            HOLD,
                            () -> grip.trying("systemctl is-active -q etcd").isPresent()));
                },
                Set.of());
    }
}
