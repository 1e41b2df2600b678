package dev.tandem.control.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text for a terminal. Much of what is shown came from machines, and one of them may be in other hands: what moves a cursor, deletes
 * lines, changes colours or the direction of writing is not passed on, or a terminal would show something else than is there.
 */
final class Printable {
    /**
     * Control characters but line feed and tab (C0, DEL, C1), and what Unicode has to begin a line or to turn the direction
     * (Unicode Standard Annex 9).
     */
    private static final Pattern MEANT_FOR_A_TERMINAL =
            Pattern.compile("[\\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069&&[^\\n\\t]]");

    /** What is shown instead of each. */
    private static final String REPLACEMENT = "\ufffd";

    private Printable() {}

    /** The text with everything replaced that a terminal would act upon. Line feeds and tabs stay. */
    static String of(String text) {
        return MEANT_FOR_A_TERMINAL.matcher(text.replace("\r\n", "\n")).replaceAll(REPLACEMENT);
    }

    /** A JSON document that means the same and has only what can be printed: JSON need not escape all of it (RFC 8259, 7). */
    static String json(String document) {
        return MEANT_FOR_A_TERMINAL
                .matcher(document)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }
}
