package dev.tandem.routing;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be told of a statement by its text alone. Where the text leaves a doubt, the answer is the one that makes nobody repeat it.
 *
 * @param isPlain one statement that leaves the end of its transaction to the application
 * @param usesSession whether it may set or ask what belongs to the session, which another physical connection would not have
 * @param leavesKey whether LAST_INSERT_ID() may be another one afterwards
 * @param mayWrite whether it may change data; a function that writes and is called from a SELECT is not seen
 */
record SqlText(boolean isPlain, boolean usesSession, boolean leavesKey, boolean mayWrite) {
    /** What is no statement of the application's, such as a savepoint or a question to the metadata. */
    static final SqlText NONE = new SqlText(true, false, false, false);

    /** Statements that do not commit by themselves (MariaDB: "SQL statements That Cause an Implicit Commit"). */
    private static final Set<String> PLAIN = Set.of(
            "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC");

    private static final Set<String> READS =
            Set.of("SELECT", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "SET", "USE");

    private static final Set<String> KEYS = Set.of("INSERT", "REPLACE");

    /** Comments and brackets before the first word; a comment that the server executes is not one of them. */
    private static final Pattern START =
            Pattern.compile("(?s)(?:\\s++|\\(|/\\*(?!M?!).*?\\*/|--\\s[^\\n]*+\\n|#[^\\n]*+\\n)*+([a-zA-Z]+)\\b");

    private static final Pattern SESSION =
            Pattern.compile("(?i)@|get_lock|release_lock|last_insert_id|found_rows|row_count|lastval|last_value");

    /** Prepared statements and constants come again and again; texts with values in them fill it once and are read each time. */
    private static final int MOST_KNOWN = 1_000;

    private static final int LONGEST_KNOWN = 10_000;
    private static final Map<String, SqlText> KNOWN = new ConcurrentHashMap<>();

    static SqlText of(String text) {
        SqlText known = KNOWN.get(text);
        if (known != null) {
            return known;
        }
        SqlText read = read(text);
        if (text.length() <= LONGEST_KNOWN && KNOWN.size() < MOST_KNOWN) {
            KNOWN.put(text, read);
        }
        return read;
    }

    private static SqlText read(String text) {
        String first = firstWord(text);
        boolean single = isSingle(text);
        boolean plain = single && PLAIN.contains(first);
        return new SqlText(
                plain,
                !plain || SESSION.matcher(text).find(),
                KEYS.contains(first),
                !(single && READS.contains(first)));
    }

    private static String firstWord(String text) {
        Matcher matcher = START.matcher(text);
        return matcher.lookingAt() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    /** A semicolon within a value counts as one between statements: better than the other mistake. */
    private static boolean isSingle(String text) {
        int semicolon = text.indexOf(';');
        return semicolon < 0 || text.substring(semicolon + 1).isBlank();
    }
}
