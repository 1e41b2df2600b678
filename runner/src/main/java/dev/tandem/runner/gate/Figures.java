package dev.tandem.runner.gate;

import java.time.Duration;

/** Where the gate counts what passes it. Called by many threads. */
public interface Figures {
    /** A request was refused: it had no place. */
    void refused();

    /** A client was cut off: it read or sent too slowly. */
    void tooSlow();

    /**
     * A request was answered.
     *
     * @param took from its beginning to its end
     */
    void answered(int status, Duration took);
}
