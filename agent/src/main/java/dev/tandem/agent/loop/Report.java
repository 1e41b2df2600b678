package dev.tandem.agent.loop;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent says of itself: in {@code /run/tandem-agent/status.json} and at {@code /status}.
 *
 * @param sentence the last decision
 * @param role primary, replica, stopped, busy or none
 * @param gate closed, lease or readers
 * @param etcd whether it answers
 * @param peers the agents that answer
 * @param request the number of the last request that was begun here; 0 for none
 * @param notSwitched why the last switchover did not come about
 * @param doubt why it does not believe what etcd holds now; null when it does
 */
@Json
public record Report(
        String machine,
        String time,
        String sentence,
        long term,
        @Nullable String state,
        String role,
        Mysqld mysqld,
        String gate,
        boolean etcd,
        boolean paused,
        boolean tainted,
        List<String> peers,
        long diskFreeMegabytes,
        long request,
        @Nullable String notSwitched,
        @Nullable String doubt) {
    /** Whether its mysqld is a replica that receives and applies. */
    public boolean follows() {
        return role.equals("replica") && "connected".equals(mysqld.receiving()) && mysqld.applying();
    }

    /** Whether it is the primary and clients get in. */
    public boolean takesWrites() {
        return mysqld.open() && gate.equals("lease");
    }

    /**
     * Its mysqld.
     *
     * @param lagSeconds behind its source; empty when unknown
     * @param unwritable since when it is open and yet refuses the agent's own write, and with which words; null when it does not
     */
    @Json
    public record Mysqld(
            boolean running,
            boolean open,
            boolean semiSync,
            @Nullable String incarnation,
            String binlog,
            String received,
            @Nullable String source,
            @Nullable String receiving,
            boolean applying,
            String lagSeconds,
            @Nullable String unwritable) {
        static final Mysqld STOPPED = new Mysqld(false, false, false, null, "", "", null, null, false, "", null);
    }
}
