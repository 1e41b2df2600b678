package dev.tandem.routing.sql;

import java.util.Set;
import java.util.stream.Stream;

/**
 * What a statement has to do with the session that it runs in, as far as its text tells.
 *
 * @param holds whether it may leave something that works on in any later statement: a variable, a setting, a lock, a temporary table, a prepared
 *     statement, a transaction
 * @param isStatement whether what it did can be asked for afterwards, instead of what another one did
 * @param leavesKey whether LAST_INSERT_ID() may be another one afterwards
 * @param asksKey whether it may ask for that
 * @param asksCounts whether it may ask what the statement before it did: rows found or changed, warnings
 */
record SessionUse(boolean holds, boolean isStatement, boolean leavesKey, boolean asksKey, boolean asksCounts) {
    static final SessionUse NOTHING = new SessionUse(false, false, false, false, false);
    static final SessionUse ANYTHING = new SessionUse(true, true, true, true, true);

    private static final Set<String> KEYS = Set.of("INSERT", "REPLACE");

    private static final Set<String> LOCKS =
            Set.of("GET_LOCK", "RELEASE_LOCK", "RELEASE_ALL_LOCKS", "IS_USED_LOCK", "IS_FREE_LOCK");

    /** A procedure may ask anything. */
    private static final Set<String> ASKS_ANYTHING = Set.of("CALL", "EXECUTE", "DIAGNOSTICS");

    /** @param ordinary whether it is one statement that reads or changes rows; any other one may leave anything */
    static SessionUse of(SqlWords words, String first, boolean ordinary) {
        boolean anything = ASKS_ANYTHING.stream().anyMatch(words::has);
        boolean sequence = Stream.of("NEXTVAL", "NEXT").anyMatch(words::has);
        return new SessionUse(
                !ordinary || hasUserVariable(words) || LOCKS.stream().anyMatch(words::calls),
                true,
                KEYS.contains(first) || sequence || words.calls("LAST_INSERT_ID"),
                anything || asksKey(words),
                anything || asksCounts(words, first));
    }

    SessionUse and(SessionUse other) {
        return new SessionUse(
                holds || other.holds,
                isStatement || other.isStatement,
                leavesKey || other.leavesKey,
                asksKey || other.asksKey,
                asksCounts || other.asksCounts);
    }

    private static boolean hasUserVariable(SqlWords words) {
        for (int at = 0; at < words.all().size(); at++) {
            if (words.all().get(at).equals("@")) {
                boolean system =
                        at + 1 < words.all().size() && words.all().get(at + 1).equals("@");
                if (!system) {
                    return true;
                }
                at++;
            }
        }
        return false;
    }

    private static boolean asksKey(SqlWords words) {
        return words.calls("LAST_INSERT_ID")
                || words.has("LASTVAL")
                || words.has("CURRVAL")
                || words.hasInOrder("PREVIOUS", "VALUE")
                || asksVariable(words, Set.of("IDENTITY", "LAST_INSERT_ID", "INSERT_ID", "LAST_GTID"));
    }

    private static boolean asksCounts(SqlWords words, String first) {
        boolean shown = first.equals("SHOW") && (words.has("WARNINGS") || words.has("ERRORS"));
        return shown
                || words.calls("FOUND_ROWS")
                || words.calls("ROW_COUNT")
                || asksVariable(words, Set.of("WARNING_COUNT", "ERROR_COUNT"));
    }

    private static boolean asksVariable(SqlWords words, Set<String> names) {
        return words.has("@") && names.stream().anyMatch(words::has);
    }
}
