package dev.tandem.routing.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement's text in pieces: words in capitals and single symbols, without what stands in comments. A string is {@code '}, a quoted name
 * {@code "}, whatever is in it.
 *
 * @param all the pieces in their order
 * @param isClear false where the server may read the text otherwise, by its mode or its version: a comment that it may execute, a quote after a
 *     backslash, something without an end. Then the pieces are all the words of the text, also those of comments and strings
 */
record SqlWords(List<String> all, boolean isClear) {
    private static final char FIRST_BEYOND_ASCII = 0x80;

    static SqlWords of(String text) {
        Reader reader = new Reader(text);
        List<String> pieces = reader.read();
        return reader.clear ? new SqlWords(pieces, true) : new SqlWords(crude(text), false);
    }

    boolean has(String word) {
        return all.contains(word);
    }

    /** Whether the function is called, as far as its name tells. */
    boolean calls(String function) {
        return hasInOrder(function, "(");
    }

    boolean hasInOrder(String first, String second) {
        for (int at = 0; at + 1 < all.size(); at++) {
            if (all.get(at).equals(first) && all.get(at + 1).equals(second)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> crude(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = endOfWord(text, at);
            if (end > at) {
                pieces.add(text.substring(at, end).toUpperCase(Locale.ROOT));
            } else if (text.charAt(at) > ' ') {
                pieces.add(text.substring(at, at + 1));
            }
            at = Math.max(end, at + 1);
        }
        return pieces;
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Names without quotes may have any character beyond ASCII, blanks of other alphabets too, and begin with a digit ("Identifier Names"). */
    static boolean isWordPart(char character) {
        return character >= FIRST_BEYOND_ASCII
                || Character.isLetterOrDigit(character)
                || character == '_'
                || character == '$';
    }

    /** Goes through the text once. */
    private static final class Reader {
        private final String text;
        private final List<String> pieces = new ArrayList<>();
        private boolean clear = true;

        Reader(String text) {
            this.text = text;
        }

        List<String> read() {
            int at = 0;
            while (at < text.length() && clear) {
                at = piece(at);
            }
            return pieces;
        }

        /** Takes the piece that begins there; where the next one begins. */
        private int piece(int at) {
            char first = text.charAt(at);
            if (first <= ' ') {
                return at + 1;
            }
            if (first == '#' || isDashes(at)) {
                return endOfLine(at);
            }
            if (text.startsWith("/*", at)) {
                return afterComment(at);
            }
            if (first == '\'' || first == '"' || first == '`') {
                pieces.add(first == '\'' ? "'" : "\"");
                return afterQuoted(at, first);
            }
            int end = Math.max(endOfWord(text, at), at + 1);
            pieces.add(text.substring(at, end).toUpperCase(Locale.ROOT));
            return end;
        }

        /** Two dashes are a comment only before a blank or a control character. */
        private boolean isDashes(int at) {
            return text.startsWith("--", at) && (at + 2 == text.length() || text.charAt(at + 2) <= ' ');
        }

        private int endOfLine(int at) {
            int end = text.indexOf('\n', at);
            return end < 0 ? text.length() : end + 1;
        }

        private int afterComment(int at) {
            int end = text.indexOf("*/", at + 2);
            clear = end >= 0 && !text.startsWith("!", at + 2) && !text.startsWith("M!", at + 2);
            return end + 2;
        }

        /** A quote that is doubled makes two strings of one, which tells the same. */
        private int afterQuoted(int begin, char quote) {
            for (int at = begin + 1; at < text.length(); at++) {
                char character = text.charAt(at);
                if (character == quote) {
                    return at + 1;
                }
                if (character == '\\' && quote != '`' && at + 1 < text.length()) {
                    char escaped = text.charAt(at + 1);
                    clear &= escaped != quote; // with NO_BACKSLASH_ESCAPES the string would end there
                    at += escaped == '\\' ? 1 : 0;
                }
            }
            clear = false;
            return text.length();
        }
    }
}
