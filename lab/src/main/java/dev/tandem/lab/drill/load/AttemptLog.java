package dev.tandem.lab.drill.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file in which a load writes down what it tries: a line {@code B KIND ID BEGIN} before each attempt, and {@code E KIND ID
 * BEGIN END OUTCOME DETAIL} after it. Times are those of {@link System#nanoTime()}, a clock that all machines of a lab share.
 * Lines are written at once, one system call each, so that whoever dies has lost none. Thread-safe.
 */
final class AttemptLog implements AutoCloseable {
    private final FileChannel file;

    AttemptLog(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What came of an attempt. */
    enum Outcome {
        /** The server said that it was done. */
        ACKNOWLEDGED('A'),
        /** It certainly was not done. */
        REFUSED('R'),
        /** Nobody knows. */
        MAYBE('M'),
        /** A read that did not see what had been acknowledged before it began. */
        STALE('S');

        private final char letter;

        Outcome(char letter) {
            this.letter = letter;
        }
    }

    /** About to be tried. */
    void begin(String kind, String id, long begin) {
        write("B " + kind + " " + id + " " + begin + "\n");
    }

    /** Tried. */
    void end(String kind, String id, long begin, Outcome outcome, String detail) {
        String line = detail.replace('\n', ' ').replace('\r', ' ');
        write("E " + kind + " " + id + " " + begin + " " + System.nanoTime() + " " + outcome.letter + " " + line
                + "\n");
    }

    private synchronized void write(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down what was tried", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
