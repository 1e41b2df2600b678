package dev.tandem.control.cli;

import org.jspecify.annotations.Nullable;

/**
 * Lines of data on standard output. Every line that a command prints passes here, or through {@link Talk} or {@link Json}, and is
 * {@link Printable} then, whether a terminal is at the other end or a program in between: that cannot be known here.
 */
public final class Output {
    private Output() {}

    /** One line, or several when there are line feeds in it. */
    public static void line(@Nullable Object text) {
        System.out.println(Printable.of(String.valueOf(text)));
    }
}
