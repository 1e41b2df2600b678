package dev.tandem.routing;

/**
 * What an application's statements have left in a session, and the one decision what follows when that session is gone: whether the statement
 * that comes next would miss it. Who would is told ({@link SessionLostException}), who would not goes on elsewhere.
 *
 * @param holds something that works on in every later statement, such as a lock, a variable, a setting or a temporary table: any statement misses it
 * @param key the key of an inserted row or the value of a sequence: missed by who asks for it
 * @param counts what the last statement did: missed by who asks for it in the next one
 */
record SessionTrace(boolean holds, boolean key, boolean counts) {
    static final SessionTrace NONE = new SessionTrace(false, false, false);

    boolean isMissedBy(SqlText next) {
        SessionUse use = next.session();
        return holds || (key && use.asksKey()) || (counts && use.asksCounts());
    }

    /** After one more statement in the same session. */
    SessionTrace after(SqlText ran) {
        SessionUse use = ran.session();
        return new SessionTrace(holds || use.holds(), key || use.leavesKey(), counts || use.isStatement());
    }

    /** Of a session that is gone, after a statement in another one: what that one left stands in its place. */
    SessionTrace replacedBy(SqlText ran) {
        SessionUse use = ran.session();
        return new SessionTrace(holds, key && !use.leavesKey(), counts && !use.isStatement());
    }

    /** Of an application that leaves a session by itself, for the other side, to which what it holds is not meant to go along. */
    SessionTrace answers() {
        return new SessionTrace(false, key, counts);
    }

    SessionTrace and(SessionTrace other) {
        return new SessionTrace(holds || other.holds, key || other.key, counts || other.counts);
    }
}
