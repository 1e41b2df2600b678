package dev.tandem.control.state.desired;

import java.time.Duration;
import java.util.List;

/**
 * Shows that a service answers; asked again and again until it says yes or the time is over.
 *
 * @param words a command on the machine that exits with 0 when the service answers as it should
 * @param within how long it may take from the start, reload or restart
 */
public record Verification(List<String> words, Duration within) {
    public Verification {
        words = List.copyOf(words);
    }

    public static Verification within(Duration within, String... words) {
        return new Verification(List.of(words), within);
    }
}
