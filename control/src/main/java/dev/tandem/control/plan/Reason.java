package dev.tandem.control.plan;

/** Why a change is needed, with the words that the user reads. */
public enum Reason {
    MISSING("is missing"),
    CONTENT("has other content"),
    OWNERSHIP("has another owner or mode"),
    NOT_A_FILE("is something else than a file"),
    OTHER_TARGET("points elsewhere"),
    NO_LONGER_WANTED("is no longer wanted"),
    NOT_RUNNING("is not running"),
    NOT_ENABLED("would not start at boot"),
    NOT_WANTED_HERE("has no use on this machine"),
    STARTED_BY_ANOTHER("the database agent starts it"),
    FILES_CHANGE("its files change"),
    UNFINISHED("does not run with its present files yet"),
    UNSEEN("cannot be seen while the server does not run"),
    OTHER_GRANTS("has other rights or another password"),
    OTHER_PASSWORD("has another password"),
    TWO_PASSWORDS("takes two while one replaces the other"),
    EMPTY("holds no data yet"),
    NOT_REPLICATING("does not follow the primary"),
    UNDECIDED("nobody is the primary yet"),
    NO_VOTE("has no vote yet"),
    LEFT_BEHIND("the site no longer has them"),
    NOT_SERVED("is not what users are served with"),
    NEW_RELEASE("the release is not live everywhere");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
