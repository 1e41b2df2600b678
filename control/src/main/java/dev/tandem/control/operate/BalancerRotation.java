package dev.tandem.control.operate;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.Script;
import dev.tandem.control.state.desired.Rotation;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes a machine out of the balancers' rotation without cutting a request, and puts it back when its health check is good.
 * Not thread-safe: it remembers whether the machine is out.
 */
public final class BalancerRotation {
    private static final String SCRIPT = Script.beside(BalancerRotation.class, "rotation.sh");
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_AFTER_FAILURE_WITHIN = Duration.ofSeconds(5);
    private static final Duration SPARE = Duration.ofSeconds(15);

    private final Fleet fleet;
    private final Optional<Rotation> rotation;
    private final Consumer<String> say;
    private boolean out;

    public BalancerRotation(Fleet fleet, Optional<Rotation> rotation, Consumer<String> say) {
        this.fleet = fleet;
        this.rotation = rotation;
        this.say = say;
    }

    /** Does nothing when it is out already. */
    public void takeOut() {
        if (out) {
            return;
        }
        out = true;
        rotation.ifPresent(present -> {
            say.accept("draining " + present.server());
            tell(present, "drain", DRAIN_WITHIN).forEach((balancer, leftOver) -> {
                if (!leftOver.isEmpty()) {
                    say.accept(leftOver + " requests had not ended on " + balancer + " after "
                            + DRAIN_WITHIN.toSeconds() + " s");
                }
            });
        });
    }

    /** Does nothing when it is not out. */
    public void putBack() {
        putBack(READY_WITHIN);
    }

    /** After a failure: the machine may not become ready at all, and somebody waits to hear of the failure. */
    public void tryToPutBack() {
        putBack(READY_AFTER_FAILURE_WITHIN);
    }

    private void putBack(Duration within) {
        if (!out) {
            return;
        }
        rotation.ifPresent(present -> {
            tell(present, "ready", within);
            say.accept(present.server() + " takes requests again");
        });
        out = false;
    }

    private Map<MachineName, String> tell(Rotation present, String state, Duration within) {
        return InParallel.map(
                present.balancers(),
                balancer -> balancer,
                balancer -> fleet.machine(balancer)
                        .require(RemoteCommand.script(
                                        "set " + present.server() + " to " + state + " in HAProxy",
                                        SCRIPT,
                                        present.backend() + "/" + present.server(),
                                        state,
                                        Long.toString(within.toMillis()))
                                .within(within.plus(SPARE)))
                        .text()
                        .strip());
    }
}
