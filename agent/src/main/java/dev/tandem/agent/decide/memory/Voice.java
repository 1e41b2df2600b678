package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Partner;
import org.jspecify.annotations.Nullable;

/**
 * Whose acknowledgement counts on this primary besides that of the partner whom the state names.
 *
 * @param seen when partner or candidate was last seen connected and acknowledging, or was given the chance to
 * @param candidate who is to become partner; null for nobody
 */
public record Voice(Tick seen, @Nullable Candidate candidate) {
    /**
     * A replica that is to become partner.
     *
     * @param sample what it must have for that; null as long as none was taken
     */
    public record Candidate(MachineName machine, @Nullable Sample sample) {
        public Candidate {
            if (sample != null && !sample.life().machine().equals(machine)) {
                throw new IllegalArgumentException("a sample of " + sample.life() + " says nothing of " + machine);
            }
        }
    }

    /**
     * A position that a candidate must have, taken while it lived that life.
     *
     * @param received what the candidate had then
     */
    public record Sample(Partner life, GtidPosition position, GtidPosition received, boolean semiSync, Tick taken) {}

    /** Nobody's; whoever is partner has the chance to be seen from now on. */
    public static Voice ofNobody(Tick now) {
        return new Voice(now, null);
    }

    /** A replica may connect with a voice from now on. */
    public static Voice ofInvited(MachineName machine, Tick now) {
        return new Voice(now, new Candidate(machine, null));
    }

    /** Who may acknowledge while that is the state; null for nobody. */
    @Nullable
    public MachineName whoseCounts(ClusterState state) {
        if (state.partner() != null) {
            return state.partner().machine();
        }
        return candidate == null ? null : candidate.machine();
    }

    /** Partner or candidate was seen to be well, by a look that began then. */
    public Voice seen(Tick look) {
        return new Voice(seen.or(look), candidate);
    }

    /** The candidate does not become partner. */
    public Voice dismissed() {
        return new Voice(seen, null);
    }

    /** What the candidate must have was sampled. */
    public Voice sampled(Sample sample) {
        return new Voice(seen, new Candidate(sample.life().machine(), sample));
    }

    /** What was sampled with semi-synchronous replication on counts no more: what is released from now on counts anew. */
    public Voice recounted() {
        if (candidate == null
                || candidate.sample() == null
                || !candidate.sample().semiSync()) {
            return this;
        }
        return new Voice(seen, new Candidate(candidate.machine(), null));
    }
}
