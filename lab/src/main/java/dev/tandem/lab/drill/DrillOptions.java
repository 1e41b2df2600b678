package dev.tandem.lab.drill;

import dev.tandem.lab.drill.age.Ages;
import java.time.Duration;

/**
 * How faults are drilled.
 *
 * @param shortened whether faults that last are cut short
 * @param articlesPerSecond how much users write, besides the database's own clients
 * @param aged whether the site is made old before each fault
 * @param quiet how long it is left alone then
 */
public record DrillOptions(boolean shortened, int articlesPerSecond, boolean aged, Duration quiet) {
    /** How long an old site is left alone unless somebody says otherwise. */
    public static final Duration QUIET = Ages.QUIET;

    public DrillOptions {
        if (quiet.compareTo(QUIET) < 0) {
            throw new IllegalArgumentException(
                    "the quiet lasts at least " + QUIET.toSeconds() + " s: not every lifetime ends in less");
        }
    }
}
