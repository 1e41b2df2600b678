package dev.tandem.control.observe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What real machines answered, in files beside this class. */
final class Captured {
    private Captured() {}

    static List<String> lines(String name) {
        try (InputStream stream = Objects.requireNonNull(Captured.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
