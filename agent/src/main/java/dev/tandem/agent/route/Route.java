package dev.tandem.agent.route;

import io.avaje.jsonb.Json;

/**
 * What one database machine's agent says to routers.
 *
 * @param version rises with every change, within one life of that agent; a new life begins anywhere else
 * @param term of the state that it acts on; 0 for none
 * @param paused new work for the primary waits, for a switchover
 * @param primaryBeats the primary of that term, whichever machine it is, was heard by way of etcd a moment ago
 */
@Json
public record Route(
        long version, long term, Availability primary, Availability replica, boolean paused, boolean primaryBeats) {
    /** What is known of an agent that does not answer. */
    static final Route UNKNOWN = new Route(0, 0, Availability.NO, Availability.NO, false, false);

    boolean saysTheSameAs(Route other) {
        return term == other.term
                && primary == other.primary
                && replica == other.replica
                && paused == other.paused
                && primaryBeats == other.primaryBeats;
    }
}
