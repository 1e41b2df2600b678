package dev.tandem.lab.drill;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.Injection.Struck;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The clock that agents and application servers see is stepped by minutes and slewed, by libfaketime(1), which their units are given for
 * the time of the drill: a machine of a lab has no clock of its own. The monotonic clock is left alone, as a real step leaves it. Between two
 * of the agents' starts the clock goes back, as on a machine whose battery is empty.
 */
final class ClockAges {
    private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMinutes(5);

    /** Of what an agent says of the time: it says so several times a second. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(10);

    private static final String PRELOAD = """
            for unit in tandem-agent tandem-runner; do
                mkdir -p /run/systemd/system/$unit.service.d
                printf '%s\\n' '[Service]' \\
                    'Environment=LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1' \\
                    'Environment=FAKETIME_TIMESTAMP_FILE=/var/lib/tandem-aged/clock FAKETIME_CACHE_DURATION=1' \\
                    'Environment=DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 FAKETIME_DISABLE_SHM=1' \\
                    > /run/systemd/system/$unit.service.d/aged-clock.conf
            done
            systemctl daemon-reload
            """;

    private static final String UNDO =
            "rm -f /run/systemd/system/tandem-*.service.d/aged-clock.conf; systemctl daemon-reload";

    /** Not every database's machine has an application server. */
    private static final String BOTH_ANEW =
            "systemctl try-restart tandem-agent; systemctl try-restart tandem-runner || true";

    private static final String SET = "echo \"$1\" > /var/lib/tandem-aged/clock";

    private ClockAges() {}

    static Struck clock(Ground ground) {
        List<Grip> databases = ground.with(Role.DATABASE);
        for (Grip grip : databases) {
            Undo.remember(grip, UNDO);
            grip.sh(SET, "+" + STEP.toSeconds());
            grip.sh(PRELOAD);
        }
        databases.reversed().forEach(grip -> grip.sh(RESTARTS_WITHIN, BOTH_ANEW));
        boolean forth = awaitOffset(ground, databases, STEP);
        databases.forEach(grip -> grip.sh(SET, "-" + STEP.toSeconds()));
        boolean back = awaitOffset(ground, databases, STEP.negated());
        databases.forEach(grip -> grip.sh(SET, "+0 x1.2"));
        Deadline.pause(Duration.ofSeconds(3));
        databases.forEach(grip -> grip.sh(SET, "+0"));
        databases.reversed().forEach(grip -> grip.sh(RESTARTS_WITHIN, "systemctl try-restart tandem-agent"));
        boolean now = awaitOffset(ground, databases, Duration.ZERO);
        return Struck.done(
                "the clock of agents and application servers went " + STEP.toMinutes() + " min forth, "
                        + 2 * STEP.toMinutes() + " back, a fifth too fast, and right, where agents started anew",
                forth && back && now ? Optional.of("each agent said each of these times") : Optional.empty());
    }

    /** Waits until every agent says a time that is so far from this computer's. */
    private static boolean awaitOffset(Ground ground, List<Grip> databases, Duration offset) {
        return Grip.soon(
                TAKEN_WITHIN,
                () -> databases.stream()
                        .allMatch(grip -> Optional.ofNullable(ground.agents().get(grip.name()))
                                .flatMap(report -> report.at())
                                .filter(at -> isNear(Duration.between(Instant.now(), at), offset))
                                .isPresent()));
    }

    static boolean isNear(Duration seen, Duration wanted) {
        return seen.minus(wanted).abs().compareTo(TOLERANCE) < 0;
    }
}
