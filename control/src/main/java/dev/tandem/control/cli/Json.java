package dev.tandem.control.cli;

import io.avaje.jsonb.Jsonb;

/** Documents for other programs, on standard output, one a command and nothing else beside it. */
public final class Json {
    private static final Jsonb JSONB =
            Jsonb.builder().serializeNulls(false).serializeEmpty(true).build();

    private Json() {}

    /** Prints a record whose type carries {@code @io.avaje.jsonb.Json}. */
    public static void print(Object document) {
        System.out.println(Printable.json(JSONB.toJsonPretty(document)));
    }
}
