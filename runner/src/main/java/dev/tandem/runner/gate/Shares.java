package dev.tandem.runner.gate;

import java.util.HashMap;
import java.util.Map;

/**
 * A number of places, and who holds how many of them. One rule says who gets the next one: <em>a source may take a place while it holds
 * fewer than are free.</em> (Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998, with factor
 * one.) What follows from it, for any order of arrivals:
 *
 * <ul>
 *   <li>who holds none is refused only when all places are taken;
 *   <li>where one source is let in, every source that holds fewer would be, too: who has most is refused first;
 *   <li>one source alone gets half of the places and never more; of those that are left, a second one gets half, and so on, and several
 *       that come and go at once have equal parts, with one part left free.
 * </ul>
 *
 * Not for several threads.
 */
final class Shares {
    private final int places;
    private final Map<Source, Integer> held = new HashMap<>();
    private int taken;

    Shares(int places) {
        this.places = places;
    }

    /** The rule, of two numbers. */
    static boolean allows(int held, int free) {
        return held < free;
    }

    /** Whether the source got a place. */
    boolean take(Source source) {
        if (!allows(held(source), free())) {
            return false;
        }
        held.merge(source, 1, Integer::sum);
        taken++;
        return true;
    }

    /** @throws IllegalStateException when the source holds none */
    void giveBack(Source source) {
        if (!held.containsKey(source)) {
            throw new IllegalStateException(source + " gives back a place that it does not hold");
        }
        held.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
        taken--;
    }

    int held(Source source) {
        return held.getOrDefault(source, 0);
    }

    int taken() {
        return taken;
    }

    int free() {
        return places - taken;
    }

    int places() {
        return places;
    }
}
