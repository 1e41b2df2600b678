package dev.tandem.runner.configuration;

import java.util.Comparator;
import java.util.List;

/** The known word that an unknown one was probably meant to be. */
final class Suggestion {
    /** Edits up to which two words count as the same one mistyped. */
    private static final int CLOSE = 3;

    private Suggestion() {}

    /** {@code ; did you mean X?}, or nothing when no known word is close. */
    static String of(String unknown, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(unknown, word)))
                .filter(word -> distance(unknown, word) <= CLOSE)
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    /** Levenshtein's distance, one row at a time. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
