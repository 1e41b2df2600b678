package dev.tandem.lab.drill.fault;

import static dev.tandem.lab.drill.fault.Injections.frozen;
import static dev.tandem.lab.drill.fault.Injections.killed;
import static dev.tandem.lab.drill.fault.Injections.killedWhole;
import static dev.tandem.lab.drill.fault.Injections.powerFails;
import static dev.tandem.lab.drill.fault.Injections.stopped;

import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.lab.drill.measure.Measure;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Faults between the user and the application. */
final class BalancerFaults {
    private static final Duration TAKEN_OVER = Duration.ofMillis(350);

    /** A frozen machine's kernel acknowledges what users ask: they wait for their own time-out, a second, and ask again. */
    private static final Duration USERS_GIVE_UP = Duration.ofMillis(1200);

    /** HAProxy notices an application server that is gone after two checks, each second. */
    private static final Duration PASSED_OVER = Duration.ofSeconds(3);

    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final Set<Need> PAIR = Set.of(Need.SECOND_BALANCER);
    private static final Set<Need> SERVERS = Set.of(Need.SECOND_SERVER);

    private BalancerFaults() {}

    static List<Fault> all() {
        Limits moved = Limits.nothingLost().with(Measure.HTTP_OUTAGE, TAKEN_OVER);
        Limits waiting = Limits.nothingLost().with(Measure.HTTP_OUTAGE, USERS_GIVE_UP);
        Limits hung = Limits.nothingLost().with(Measure.HTTP_OUTAGE, Duration.ofSeconds(1));
        Limits passed = Limits.nothingLost().with(Measure.FAILED_HTTP_READS, 0).with(Measure.HTTP_OUTAGE, PASSED_OVER);
        return List.of(
                Faults.of(
                        "balancer-dies",
                        "The power of the balancer that has the virtual address fails.",
                        PAIR,
                        moved,
                        HOLD,
                        powerFails(Ground::owner)),
                Faults.of(
                        "balancer-frozen",
                        "All programs of the balancer that has the virtual address stand still, and go on later.",
                        PAIR,
                        waiting,
                        HOLD,
                        frozen(Ground::owner)),
                Faults.of(
                        "haproxy-killed",
                        "HAProxy is killed on the balancer that has the virtual address.",
                        PAIR,
                        moved,
                        HOLD,
                        killedWhole(Ground::owner, "haproxy")),
                Faults.of(
                        "keepalived-killed",
                        "keepalived is killed on the balancer that has the virtual address.",
                        PAIR,
                        moved,
                        HOLD,
                        killedWhole(Ground::owner, "keepalived")),
                Faults.of(
                        "keepalived-frozen",
                        "keepalived stands still on the balancer that has the virtual address, and goes on later.",
                        PAIR,
                        hung,
                        HOLD,
                        stopped(Ground::owner, "keepalived")),
                Faults.of(
                        "nginx-killed",
                        "nginx is killed on a web server.",
                        SERVERS,
                        passed,
                        HOLD,
                        killedWhole(Ground::webServer, "nginx")),
                Faults.of(
                        "runner-killed",
                        "The application server is killed on one machine.",
                        SERVERS,
                        passed,
                        HOLD,
                        killed(Ground::otherServer, "tandem-runner")),
                Faults.of(
                        "router-killed",
                        "The router to the databases is killed on one application machine.",
                        SERVERS,
                        Limits.nothingLost().with(Measure.WRITE_OUTAGE, Duration.ofMillis(500)),
                        HOLD,
                        killedWhole(Ground::otherServer, "tandem-router")),
                Faults.of(
                        "application-machine-dies",
                        "The power of an application machine fails that does not hold the primary.",
                        SERVERS,
                        passed,
                        HOLD,
                        powerFails(Ground::otherServer)));
    }
}
