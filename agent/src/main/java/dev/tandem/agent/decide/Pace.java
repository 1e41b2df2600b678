package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Timing;
import java.time.Duration;

/**
 * How soon an agent that nobody wakes looks again, and with that how often a primary beats and a replica reads etcd. While nothing
 * happens that is half as often as when something does: three heartbeats fit into the life of the gate then, and the partner's
 * promise, for which it is asked besides, opens the gate as well as any of them.
 *
 * <p>It makes nothing of a takeover later. The silence of a dead primary counts from its last heartbeat, which is older when they are
 * rarer; and who has not heard one for {@link Timing#ANSWER} is not calm any more.
 *
 * <p>Nor does it make what readers see older: a replica is not calm when half of what it may be old has gone by ({@link dev.tandem.agent.decide.memory.Freshness}), so
 * that it turns readers away, and says so before, as exactly as ever.
 */
public final class Pace {
    private Pace() {}

    /** Until it looks again by itself. An end of mysqld, an act's end and much else wake it before. */
    public static Duration of(AgentState agent) {
        if (Agent.hurries(agent)) {
            return Timing.HURRY;
        }
        return isCalm(agent) ? Timing.CALM : Timing.LOOP;
    }

    /** Nothing is to be done, nothing is under way, nobody waits, and all that matters is there and says so. */
    private static boolean isCalm(AgentState agent) {
        return agent.last() instanceof Decision.Stay
                && !agent.pending().isActing()
                && agent.pending().swap() == null
                && agent.memory().isSettled()
                && !agent.memory().heartbeat().leaving()
                && agent.memory().freshness().isYoung(agent.stepped())
                && agent.view().request() == null
                && !Neighbours.isUrgent(agent, agent.stepped())
                && agent.database() instanceof Running running
                && !running.stuck()
                && running.serving().waitingSince() == null;
    }
}
