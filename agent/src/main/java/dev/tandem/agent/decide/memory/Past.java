package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to the site.
 *
 * @param failovers when, the oldest first; as many as it takes to know that there were too many
 * @param requestDone the last request of an operator that was begun here, or given up; 0 for none
 */
public record Past(List<Tick> failovers, long requestDone) {
    static final Past NONE = new Past(List.of(), 0);

    private static final int KEPT = 6;

    public Past {
        failovers = List.copyOf(failovers);
    }

    /** There was a failover. */
    public Past failover(Tick now) {
        List<Tick> all = new ArrayList<>(failovers);
        all.add(now);
        return new Past(all.subList(Math.max(0, all.size() - KEPT), all.size()), requestDone);
    }

    /** An operator does not want them to be counted any more. */
    public Past forgiven() {
        return new Past(List.of(), requestDone);
    }

    /** A request was begun, or given up; null when it is not there any more. */
    public Past done(@Nullable Request request) {
        return request == null ? this : new Past(failovers, request.id());
    }

    public boolean isDone(Request request) {
        return request.id() == requestDone;
    }

    /** Whether a human shall look before there is another failover. */
    public boolean hasTooManyFailovers(Tick now) {
        return failovers.stream()
                        .filter(at -> !now.isPast(at, Timing.HOLD_WINDOW))
                        .count()
                >= Timing.FAILOVERS;
    }
}
