package dev.tandem.routing.sql;

/**
 * What an application's statements have left in a session, and the one decision what follows when that session is gone: whether the statement
 * that comes next would miss it. Who would is told ({@link dev.tandem.routing.SessionLostException}), who would not goes on elsewhere.
 *
 * @param holds something that works on in every later statement, such as a lock, a variable, a setting or a temporary table: any statement misses it
 * @param key the key of an inserted row or the value of a sequence: missed by who asks for it
 * @param counts what the last statement did: missed by who asks for it in the next one
 */
public record SessionTrace(boolean holds, boolean key, boolean counts) {
    public static final SessionTrace NONE = new SessionTrace(false, false, false);

    public boolean isMissedBy(SqlText next) {
        SessionUse use = next.session();
        return holds || (key && use.asksKey()) || (counts && use.asksCounts());
    }

    /** After one more statement in the same session. */
    public SessionTrace after(SqlText ran) {
        SessionUse use = ran.session();
        return new SessionTrace(holds || use.holds(), key || use.leavesKey(), counts || use.isStatement());
    }

    /** Of a session that is gone, after a statement in another one: what that one left stands in its place. */
    public SessionTrace replacedBy(SqlText ran) {
        SessionUse use = ran.session();
        return new SessionTrace(holds, key && !use.leavesKey(), counts && !use.isStatement());
    }

    /** Of an application that leaves a session by itself, for the other side, to which what it holds is not meant to go along. */
    public SessionTrace answers() {
        return new SessionTrace(false, key, counts);
    }

    public SessionTrace and(SessionTrace other) {
        return new SessionTrace(holds || other.holds, key || other.key, counts || other.counts);
    }
}
