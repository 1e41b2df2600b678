package dev.tandem.routing;

import dev.tandem.routing.route.WritePosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one client has written, so that it reads its own writes although reads go to a replica.
 *
 * <p>A client is whatever the caller says it is: one HTTP request with what its cookie brought along, one job, one session. The caller
 * binds it with {@link #run} around the client's work; {@link RoutingDataSource} notes the position of what is written in there, and
 * lets a read-only transaction run on the replica only when that position has arrived. When it does not arrive within {@link
 * RoutingTimes#catchUp()}, this and every later read of the scope goes to the primary.
 *
 * <p>It costs nothing while there is no position and nothing is written. After a commit that wrote, the primary is asked for the
 * position ({@code @@last_gtid}), and before a read the replica whether it is there ({@code MASTER_GTID_WAIT}): a round trip each.
 *
 * <p>Bound to the thread that calls {@link #run}; work that it hands to other threads is not part of it. Safe for many threads.
 */
public final class Causality {
    private static final ScopedValue<Causality> BOUND = ScopedValue.newInstance();

    /** Between the domains of a position: a cookie's value may not have a comma (RFC 6265, 4.1.1). */
    private static final char IN_TOKEN = '.';

    private static final char IN_SQL = ',';

    private @Nullable WritePosition position;
    private int writing;
    private boolean wrote;
    private boolean primaryOnly;

    private Causality(@Nullable WritePosition position) {
        this.position = position;
    }

    /** A client of whom nothing is known: everything it has written it writes in the scope. */
    public static Causality unknown() {
        return new Causality(null);
    }

    /**
     * A client that brings along what {@link #token()} gave it. Whatever it brings, nothing can fail by it: a text that is not a token is
     * {@link #unknown()}, a forged one costs the wait and a read on the primary.
     */
    public static Causality of(String token) {
        return new Causality(
                WritePosition.parse(token.replace(IN_TOKEN, IN_SQL)).orElse(null));
    }

    /** Runs the client's work. */
    public <T extends @Nullable Object, X extends Throwable> T run(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(BOUND, this).call(work);
    }

    /** What the client must bring along the next time; empty when it need not, because nothing was written in this scope. */
    public synchronized Optional<String> token() {
        WritePosition known = position;
        return wrote && known != null ? Optional.of(known.text().replace(IN_SQL, IN_TOKEN)) : Optional.empty();
    }

    /** The one that is bound to this thread. */
    static @Nullable Causality current() {
        return BOUND.isBound() ? BOUND.get() : null;
    }

    /** What a replica must have; null when any replica will do. */
    synchronized @Nullable WritePosition position() {
        return position;
    }

    /** Whether no replica will do, or it is not known which. */
    synchronized boolean needsPrimary() {
        return primaryOnly || writing > 0;
    }

    /** The replica does not have it, or cannot tell: it is not asked again here, so that a scope waits once. */
    synchronized void behind() {
        primaryOnly = true;
    }

    /** A write begins whose position is known later; {@link #written} follows. */
    synchronized void writes() {
        writing++;
    }

    /** The position after a write; null when it cannot be had any more. */
    synchronized void written(@Nullable WritePosition reached) {
        writing--;
        WritePosition known = position;
        if (reached == null) {
            primaryOnly = true;
        } else if (!reached.isNothing()) {
            wrote = true;
            position = known == null ? reached : known.and(reached);
        }
    }
}
