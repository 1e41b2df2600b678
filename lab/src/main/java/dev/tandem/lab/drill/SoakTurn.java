package dev.tandem.lab.drill;

import dev.tandem.lab.drill.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One turn of a soak.
 *
 * @param quiet how long nobody does anything before
 * @param aged whether the site is made old before
 */
record SoakTurn(Duration quiet, boolean aged, Fault fault) {
    private static final int SHORTEST_QUIET = 10;
    private static final int LONGEST_QUIET = 60;

    /** Of three turns, one is on a site that was made old. */
    private static final int AGED_OF = 3;

    /** Draws the next turn. Pure but for the random numbers: the same ones draw the same turn. */
    static SoakTurn draw(Random random, List<Fault> faults) {
        Duration quiet = Duration.ofSeconds(random.nextInt(SHORTEST_QUIET, LONGEST_QUIET + 1));
        boolean aged = random.nextInt(AGED_OF) == 0;
        return new SoakTurn(quiet, aged, faults.get(random.nextInt(faults.size())));
    }
}
