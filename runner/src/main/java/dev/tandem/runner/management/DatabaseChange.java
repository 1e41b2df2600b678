package dev.tandem.runner.management;

import dev.tandem.routing.PrimaryGate;
import dev.tandem.runner.management.ManagementServer.Answer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the application has to do when machines of the database change their roles, as it is asked for over HTTP.
 *
 * <p>{@code POST /database/pause?millis=N}: new work that needs the primary waits from now on, for N milliseconds at the longest. 200 when
 * nothing is under way there any more; 409 when that did not come about, then everything goes on at once. {@code POST /database/resume}:
 * everything goes on, over connections made from then on. {@code POST /database/read-elsewhere}: the same for reads, without a pause,
 * because one machine that was read from is not to be any more; what it is doing it finishes. Safe for many threads.
 */
public final class DatabaseChange {
    private static final System.Logger LOG = System.getLogger("runner.database");
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;

    /** Below the longest answer that {@link ManagementServer} lets pass, and what users may be made to wait. */
    static final int LONGEST_MILLIS = 5_000;

    private static final Pattern QUERY = Pattern.compile("millis=(\\d{1,4})");

    private final Supplier<Optional<PrimaryGate>> gate;
    private final Runnable readElsewhere;

    /**
     * @param gate empty while there are no pools, or where there is no database at all: then nothing is ever under way
     * @param readElsewhere uses no connection for reads from before again
     */
    public DatabaseChange(Supplier<Optional<PrimaryGate>> gate, Runnable readElsewhere) {
        this.gate = gate;
        this.readElsewhere = readElsewhere;
    }

    Answer pause(@Nullable String query) {
        Matcher matcher = QUERY.matcher(query == null ? "" : query);
        int millis = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (millis < 1 || millis > LONGEST_MILLIS) {
            return Answer.text(BAD_REQUEST, "say for how long: ?millis=1 to ?millis=" + LONGEST_MILLIS);
        }
        try {
            return pause(Duration.ofMillis(millis));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Answer.text(CONFLICT, "the runner ends");
        }
    }

    private Answer pause(Duration atMost) throws InterruptedException {
        Optional<PrimaryGate> present = gate.get();
        if (present.isEmpty() || present.get().pause(atMost)) {
            LOG.log(Level.INFO, "paused for the primary, for " + atMost.toMillis() + " ms at the longest");
            return Answer.text(ManagementServer.OK, "paused; nothing is under way on the primary");
        }
        String line = "not paused: after " + atMost.toMillis() + " ms "
                + present.get().underWay() + " transactions or statements were under way on the primary";
        LOG.log(Level.WARNING, line);
        return Answer.text(CONFLICT, line);
    }

    Answer resume() {
        gate.get().ifPresent(PrimaryGate::resume);
        LOG.log(Level.INFO, "goes on with the primary, over new connections");
        return Answer.text(ManagementServer.OK, "resumed");
    }

    Answer readElsewhere() {
        readElsewhere.run();
        LOG.log(Level.INFO, "reads over new connections");
        return Answer.text(ManagementServer.OK, "reads over new connections");
    }
}
