package dev.tandem.protocol.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What another program says, when nobody who means well says much. What comes without an end would fill the memory of the process that
 * reads it, and what is nested without an end the stack of the parser; either ends the process.
 */
public final class SmallDocument {
    /** Ten times what the site's own programs say. */
    private static final int LONGEST = 256 * 1024;

    private static final int DEEPEST = 32;

    private SmallDocument() {}

    /** All that comes. Throws IOException when that is much, or JSON in too many layers. */
    public static String of(InputStream from) throws IOException {
        return of(from, LONGEST);
    }

    /**
     * The same.
     *
     * @param longest how much is much, in bytes
     */
    public static String of(InputStream from, int longest) throws IOException {
        byte[] bytes = from.readNBytes(longest + 1);
        if (bytes.length > longest) {
            throw new IOException("more than " + longest + " bytes came, and were not read");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (isDeep(text)) {
            throw new IOException("what came is nested more than " + DEEPEST + " times");
        }
        return text;
    }

    private static boolean isDeep(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char here = text.charAt(at);
            if (here == '"') {
                quoted = !quoted;
            } else if (quoted) {
                // What is escaped ends no text.
                at += here == '\\' ? 1 : 0;
            } else if (here == '{' || here == '[') {
                depth++;
            } else if (here == '}' || here == ']') {
                depth--;
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }
}
