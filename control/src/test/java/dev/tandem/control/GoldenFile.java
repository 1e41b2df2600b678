package dev.tandem.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One case of a table test as a file: input, a line of dashes, expected output. {@code -Dgolden.write=true} writes what
 * came out into the file, to be reviewed as a diff.
 */
public record GoldenFile(Path path, String input, String expected) {
    private static final String DASHES = "\n----------\n";

    /** All cases of a folder below {@code src/test/resources/golden}. */
    public static List<GoldenFile> in(String folder) {
        try (Stream<Path> paths = Files.list(Path.of("src", "test", "resources", "golden", folder))) {
            return paths.sorted().map(GoldenFile::read).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static GoldenFile read(Path path) {
        try {
            String text = Files.readString(path);
            int dashes = text.indexOf(DASHES);
            return dashes < 0
                    ? new GoldenFile(path, text, "")
                    : new GoldenFile(path, text.substring(0, dashes + 1), text.substring(dashes + DASHES.length()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Fails when the function makes anything else of the input. */
    public void check(UnaryOperator<String> function) {
        String actual = function.apply(input);
        if (Boolean.getBoolean("golden.write")) {
            try {
                Files.writeString(path, input + DASHES.substring(1) + actual);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
            return;
        }
        assertThat(actual).as(path.toString()).isEqualTo(expected);
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
