package dev.tandem.control.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/** Reads lines that may come without end, and of which one may have no end. */
final class Lines {
    static final int LONGEST = 64 * 1024;

    private Lines() {}

    /**
     * Hands on each line without its end (line feed, carriage return or both), and one that is longer than {@link #LONGEST} characters in
     * pieces. Returns at the end of the text.
     */
    static void read(Reader text, Consumer<String> line) throws IOException {
        BufferedReader reader = new BufferedReader(text);
        StringBuilder begun = new StringBuilder();
        int before = '\n';
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            boolean end = next == '\n' || next == '\r';
            if (!end) {
                begun.append((char) next);
            }
            boolean secondOfTwo = next == '\n' && before == '\r';
            if ((end && !secondOfTwo) || begun.length() == LONGEST) {
                line.accept(begun.toString());
                begun.setLength(0);
            }
            before = next;
        }
        if (!begun.isEmpty()) {
            line.accept(begun.toString());
        }
    }
}
