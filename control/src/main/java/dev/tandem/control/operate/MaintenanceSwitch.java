package dev.tandem.control.operate;

import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.Script;
import java.time.Duration;

/**
 * Switches maintenance on one balancer. It waits for no apply: whoever needs it needs it now.
 *
 * @param file where the balancer keeps it
 * @param site the host name that users ask for
 * @param address the balancer's own, by which it asks itself as a user does
 * @param path a page that is asked for
 */
public record MaintenanceSwitch(String file, String site, String address, String path) {
    private static final String SCRIPT = Script.beside(MaintenanceSwitch.class, "maintenance.sh");
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration SPARE = Duration.ofSeconds(15);

    /**
     * Answers users with 503 from now on.
     *
     * @param retryAfter what users are told, in whole seconds
     * @throws dev.tandem.control.remote.RemoteException when that was not seen to be so
     */
    public void on(Remote balancer, Duration retryAfter) {
        tell(balancer, "on", retryAfter);
    }

    /**
     * Lets users in again.
     *
     * @return the status that a user was answered with then
     * @throws dev.tandem.control.remote.RemoteException when that was not seen to be so
     */
    public int off(Remote balancer) {
        return tell(balancer, "off", Duration.ZERO);
    }

    private int tell(Remote balancer, String verb, Duration retryAfter) {
        return balancer.require(
                RemoteCommand.script(
                                "switch maintenance " + verb,
                                SCRIPT,
                                verb,
                                Long.toString(retryAfter.toSeconds()),
                                file,
                                Long.toString(SEEN_WITHIN.toMillis()),
                                site,
                                address,
                                path)
                        .within(SEEN_WITHIN.plus(SPARE)),
                answer -> Integer.parseInt(answer.text().strip()));
    }
}
