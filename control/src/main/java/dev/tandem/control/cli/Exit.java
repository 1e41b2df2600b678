package dev.tandem.control.cli;

import dev.tandem.control.observe.SiteStatus;

/** The exit codes of the command line; documented and stable. */
public enum Exit {
    /** What the command names was done, or was true already. */
    DONE(0),
    /** It failed; the output says what is still true. */
    FAILED(1),
    /** The command or the site's file is wrong; nothing was touched. */
    USAGE(2),
    /** A safety rule refused; nothing was touched. */
    REFUSED(3),
    /** {@code status}, {@code db status}: the site serves but something is missing. */
    DEGRADED(4),
    /** {@code plan --exit-code}: changes are pending. */
    PENDING(5),
    /** Somebody else holds the site's lock. */
    LOCKED(6),
    /** {@code drill}: a limit was missed. */
    MISSED(7),
    /** {@code drill}: what was seen proves nothing. */
    INCONCLUSIVE(8),
    /** Interrupted; the same command goes on from there. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** How a command ends that says how things are. */
    public static Exit of(SiteStatus.Verdict verdict) {
        return switch (verdict) {
            case WELL -> DONE;
            case DEGRADED -> DEGRADED;
            case DOWN -> FAILED;
        };
    }
}
