package dev.tandem.routing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a statement by its text alone. Where the text leaves a doubt, the answer is the one that makes nobody repeat it.
 *
 * @param text null for what is no statement of the application's, such as a savepoint or a question to the metadata
 */
record SqlText(@Nullable String text) {
    /** Statements that neither commit by themselves nor begin anything that outlives them (MariaDB: "SQL statements That Cause an Implicit Commit"). */
    private static final Set<String> PLAIN = Set.of(
            "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC");

    private static final Set<String> READS =
            Set.of("SELECT", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "SET", "USE");

    /** Comments and brackets before the first word; a comment that the server executes is not one of them. */
    private static final Pattern START =
            Pattern.compile("(?s)(?:\\s|\\(|/\\*(?!M?!).*?\\*/|--\\s[^\\n]*\\n|#[^\\n]*\\n)*+([a-zA-Z]+)\\b.*");

    private static final Pattern SESSION =
            Pattern.compile("(?i)@|get_lock|release_lock|last_insert_id|found_rows|row_count|lastval|last_value");

    private static final Pattern SECOND = Pattern.compile("(?s).*;\\s*\\S.*");

    /** What is no statement of the application's. */
    static final SqlText NONE = new SqlText(null);

    private String firstWord() {
        if (text == null) {
            return "";
        }
        Matcher matcher = START.matcher(text);
        return matcher.matches() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    /** One statement that leaves the end of its transaction to the application. */
    boolean isPlain() {
        return text == null
                || (PLAIN.contains(firstWord()) && !SECOND.matcher(text).matches());
    }

    /** Whether it sets or asks what belongs to the session, which another physical connection would not have. */
    boolean usesSession() {
        return !isPlain() || (text != null && SESSION.matcher(text).find());
    }

    /** Whether it may change data. A function that writes and is called from a SELECT is not seen. */
    boolean mayWrite() {
        return text != null
                && (!READS.contains(firstWord()) || SECOND.matcher(text).matches());
    }
}
