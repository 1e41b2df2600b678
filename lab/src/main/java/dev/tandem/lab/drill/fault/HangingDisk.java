package dev.tandem.lab.drill.fault;

import dev.tandem.lab.computer.Detached;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The disk of the primary stands still: whoever writes to it sleeps where no signal reaches him, SIGKILL neither. The data is put on a
 * disk of its own first, and in the end it is put back.
 */
final class HangingDisk {
    private static final Duration THAWS_AFTER = Duration.ofSeconds(90);

    /** Words: a process. Prints the states of its threads, and what is pending for it. */
    private static final String STANDS = """
            for thread in /proc/"$1"/task/*/stat; do sed 's/.*) //' "$thread" | cut -d' ' -f1; done | sort | uniq -c \
                | awk '{ printf "%s%s ", $1, $2 }'
            grep ShdPnd "/proc/$1/status" | cut -f2
            """;

    private HangingDisk() {}

    static Struck strike(Ground ground, List<String> what) {
        Grip victim = OwnVolume.ofPrimary(ground, what);
        long mysqld = Injections.running(victim, "mariadb");
        Detached thaw = victim.machine().volume().freeze(THAWS_AFTER);
        return new Struck(
                "the disk of " + victim.name() + " (" + String.join(", ", what) + ") stands still",
                () -> proof(ground, victim, mysqld),
                () -> {
                    thaw.end();
                    OwnVolume.mend(ground, victim);
                },
                Set.of());
    }

    /** That it bites is seen in a thread that sleeps uninterruptibly; whether somebody took over is said, and judged by the outage. */
    private static Optional<String> proof(Ground ground, Grip victim, long mysqld) {
        return victim.trying(STANDS, Long.toString(mysqld))
                .filter(states -> states.contains("D"))
                .map(states ->
                        "mysqld's threads stood as " + states + " (threads by state, pending signals); primary was "
                                + ground.primary().name());
    }
}
