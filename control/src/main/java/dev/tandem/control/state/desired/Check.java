package dev.tandem.control.state.desired;

import java.util.List;

/**
 * A product's own checker. It runs where the new files appear at their final paths though the old ones are still in place.
 *
 * @param words the command, for instance {@code haproxy -c -f /etc/haproxy/haproxy.cfg}
 */
public record Check(List<String> words) {
    public Check {
        words = List.copyOf(words);
    }

    public static Check of(String... words) {
        return new Check(List.of(words));
    }
}
