package dev.tandem.lab.drill.fault;

import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Machines with too much to do, and too little of what they need: slow is not dead, and a failover makes more to do. */
final class OverloadFaults {
    private static final Set<Need> AGENTS = Set.of(Need.AGENTS);
    private static final Set<Need> PAIR = Set.of(Need.AGENTS, Need.SECOND_BALANCER);
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final Duration RECOVERS_WITHIN = Duration.ofMinutes(2);
    private static final Duration USERS = Duration.ofSeconds(3);

    /** A database that gets a hundredth of the processor answers each statement late, and a user's request has many. */
    private static final Duration STATEMENTS = Duration.ofSeconds(5);

    private OverloadFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(three(
                "cpu-starved",
                "has two fifths of a processor, and twenty programs that want all of it",
                lasting().with(Measure.WRITE_OUTAGE, STATEMENTS),
                machines -> StarvedMachine.processors(machines)));
        all.addAll(three(
                "memory-full",
                "has no memory left, for a program that takes all of it, again and again",
                lasting().with(Measure.HTTP_OUTAGE, USERS),
                machines -> StarvedMachine.memory(machines)));
        all.addAll(three(
                "disk-slow",
                "has a disk that stands still most of the time",
                lasting().with(Measure.HTTP_OUTAGE, USERS),
                SlowDisk::strike));
        all.add(hangs(
                "storage-hangs", "The disk of the primary's database stands still.", List.of(OwnVolume.DATABASE)));
        all.add(hangs(
                "storage-hangs-whole",
                "The disk of the primary's machine stands still, with its database and its member of etcd.",
                List.of(OwnVolume.DATABASE, OwnVolume.CONSENSUS)));
        return all;
    }

    private static Limits lasting() {
        return Limits.nothingLost().with(Measure.RECOVERY, RECOVERS_WITHIN).with(Measure.ROLE_CHANGES, 1);
    }

    /**
     * The same for one machine that matters, another one, and all.
     *
     * @param primary what may come of it on the primary's machine
     */
    private static List<Fault> three(String name, String what, Limits primary, Function<Chosen, Struck> strike) {
        return List.of(
                Faults.of(
                        name,
                        "The primary's machine " + what + ".",
                        AGENTS,
                        primary,
                        HOLD,
                        ground -> strike.apply(new Chosen(ground, Which.PRIMARY))),
                Faults.of(
                        name + "-balancer",
                        "The balancer with the virtual address " + what + ".",
                        PAIR,
                        lasting().with(Measure.HTTP_OUTAGE, USERS).with(Measure.ROLE_CHANGES, 0),
                        HOLD,
                        ground -> strike.apply(new Chosen(ground, Which.BALANCER))),
                Faults.of(
                        name + "-everywhere",
                        "Every machine " + what + ".",
                        AGENTS,
                        lasting(),
                        HOLD,
                        ground -> strike.apply(new Chosen(ground, Which.ALL))));
    }

    /** Which machines. */
    enum Which {
        PRIMARY,
        BALANCER,
        ALL
    }

    /** Machines of a site. */
    record Chosen(Ground ground, Which which) {
        List<Grip> machines() {
            return switch (which) {
                case PRIMARY -> List.of(ground.primary());
                case BALANCER -> List.of(ground.owner());
                case ALL -> ground.machines();
            };
        }
    }

    private static Fault hangs(String name, String sentence, List<String> what) {
        return Faults.of(
                name,
                sentence,
                AGENTS,
                Limits.nothingLost()
                        .with(Measure.RECOVERY, RECOVERS_WITHIN)
                        .with(Measure.WRITE_OUTAGE, Duration.ofSeconds(5)),
                HOLD,
                ground -> HangingDisk.strike(ground, what));
    }
}
