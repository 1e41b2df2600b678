package dev.tandem.routing.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be told of a statement by its text alone. Where the text leaves a doubt, the answer is the one that makes nobody repeat it.
 *
 * @param isPlain one statement that leaves the end of its transaction to the application, and whose work a rollback takes back
 * @param onlyReads provably changes nothing, in the database or elsewhere: no function is called but those known to change nothing
 * @param mayCommit whether it may end its transaction by itself
 * @param mayWrite whether it may change data; a function that writes and is called from a SELECT is not seen
 * @param session what it has to do with the session
 */
public record SqlText(boolean isPlain, boolean onlyReads, boolean mayCommit, boolean mayWrite, SessionUse session) {
    /** What is no statement of the application's, such as a savepoint or a question to the metadata. */
    public static final SqlText NONE = new SqlText(true, true, false, false, SessionUse.NOTHING);

    /** A row that is changed through a result set. */
    public static final SqlText ROW =
            new SqlText(true, false, false, true, new SessionUse(false, true, true, false, false));

    /** What the application does past this module, on the driver's own objects. */
    public static final SqlText UNSEEN = new SqlText(false, false, true, true, SessionUse.ANYTHING);

    /** Statements that do not commit by themselves (MariaDB: "SQL statements That Cause an Implicit Commit"). */
    private static final Set<String> PLAIN = Set.of(
            "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC");

    /** Neither do these, which are not plain for what they do to the session. */
    private static final Set<String> ENDS_NOTHING =
            Set.of("SET", "USE", "DO", "SAVEPOINT", "RELEASE", "PREPARE", "DEALLOCATE", "GET", "HANDLER", "KILL");

    private static final Set<String> READS =
            Set.of("SELECT", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "SET", "USE");

    private static final Set<String> ONLY_READS =
            Set.of("SELECT", "WITH", "VALUES", "SHOW", "EXPLAIN", "DESCRIBE", "DESC");

    /** With one of them a statement that begins as a read may change something, take a lock, or set a variable. */
    private static final Set<String> CHANGES = Set.of(
            "@",
            "{",
            "INTO",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CALL",
            "DO",
            "EXECUTE",
            "SET",
            "LOCK",
            "PROCEDURE",
            "NEXT",
            "NEXTVAL",
            "PREVIOUS",
            "CURRVAL",
            "LASTVAL",
            "SETVAL",
            "ANALYZE",
            "SQL_CALC_FOUND_ROWS",
            "CREATE",
            "DROP",
            "ALTER");

    /** Prepared statements and constants come again and again; texts with values in them fill it once and are read each time. */
    private static final int MOST_KNOWN = 1_000;

    private static final int LONGEST_KNOWN = 10_000;
    private static final Map<String, SqlText> KNOWN = new ConcurrentHashMap<>();

    public static SqlText of(String text) {
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

    /** Both, as in a batch. */
    public SqlText and(SqlText other) {
        return new SqlText(
                isPlain && other.isPlain,
                onlyReads && other.onlyReads,
                mayCommit || other.mayCommit,
                mayWrite || other.mayWrite,
                session.and(other.session));
    }

    private static SqlText read(String text) {
        SqlWords words = SqlWords.of(text);
        String first = firstWord(words);
        boolean single = isSingle(words);
        boolean ordinary = single && PLAIN.contains(first);
        boolean plain = ordinary && isUndoneByRollback(words);
        return new SqlText(
                plain,
                plain && onlyReads(first, words),
                !ordinary && !(single && leavesTransaction(first, words)),
                !(single && READS.contains(first)) || isForAnother(first, words),
                SessionUse.of(words, first, ordinary));
    }

    /** Brackets may stand before it. */
    private static String firstWord(SqlWords words) {
        return words.all().stream()
                .filter(word -> !word.equals("("))
                .findFirst()
                .orElse("");
    }

    private static boolean isSingle(SqlWords words) {
        List<String> all = words.all();
        int semicolon = all.indexOf(";");
        return semicolon < 0 || semicolon == all.size() - 1;
    }

    /** What is written to a file stays there, and a sequence that was set stays set. */
    private static boolean isUndoneByRollback(SqlWords words) {
        return !words.has("OUTFILE") && !words.has("DUMPFILE") && !words.has("SETVAL");
    }

    private static boolean onlyReads(String first, SqlWords words) {
        return words.isClear()
                && ONLY_READS.contains(first)
                && words.all().stream().noneMatch(CHANGES::contains)
                && ReadingFunctions.areAllThatIsCalledIn(words);
    }

    /** SET STATEMENT ... FOR a statement of any kind. */
    private static boolean isForAnother(String first, SqlWords words) {
        return first.equals("SET") && words.hasInOrder("SET", "STATEMENT");
    }

    private static boolean leavesTransaction(String first, SqlWords words) {
        if (!words.isClear() || words.has("AUTOCOMMIT") || isForAnother(first, words)) {
            return false;
        }
        boolean temporary = words.hasInOrder(first, "TEMPORARY") && (first.equals("CREATE") || first.equals("DROP"));
        return temporary || ENDS_NOTHING.contains(first);
    }
}
