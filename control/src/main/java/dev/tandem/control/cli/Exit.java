package dev.tandem.control.cli;

import dev.tandem.control.observe.SiteStatus;
import java.io.Serializable;

/**
 * How a command ends. The codes here are documented and stable; of what somebody runs on a machine it is that program's own.
 *
 * @param code what this process ends with, 0 to 255
 */
public record Exit(int code) implements Serializable {
    private static final int HIGHEST = 255;

    /** What the command names was done, or was true already. */
    public static final Exit DONE = new Exit(0);

    /** It failed; the output says what is still true. */
    public static final Exit FAILED = new Exit(1);

    /** The command or the site's file is wrong; nothing was touched. */
    public static final Exit USAGE = new Exit(2);

    /** A safety rule refused; nothing was touched. */
    public static final Exit REFUSED = new Exit(3);

    /** {@code status}, {@code db status}: the site serves but something is missing. */
    public static final Exit DEGRADED = new Exit(4);

    /** {@code plan --exit-code}: changes are pending. */
    public static final Exit PENDING = new Exit(5);

    /** Somebody else holds the site's lock. */
    public static final Exit LOCKED = new Exit(6);

    /** {@code drill}: a limit was missed. */
    public static final Exit MISSED = new Exit(7);

    /** {@code drill}: what was seen proves nothing. */
    public static final Exit INCONCLUSIVE = new Exit(8);

    /** Interrupted; the same command goes on from there. */
    public static final Exit INTERRUPTED = new Exit(130);

    public Exit {
        if (code < 0 || code > HIGHEST) {
            throw new IllegalArgumentException("no process ends with " + code);
        }
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
