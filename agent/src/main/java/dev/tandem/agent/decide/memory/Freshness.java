package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old what a reader sees on this machine may be. No clock but this machine's own is in it: a proof says that at a moment the
 * primary had no more than a position, and what is seen here is as good as at the moment of the newest proof whose position is
 * applied. There are two kinds:
 *
 * <ul>
 *   <li>The primary's agent, which lets clients in, answers with its binlog's position: the moment is that of the question.
 *   <li>MariaDB's replication heartbeat came, which the primary sends only when it has nothing else to send: everything that was
 *       received is everything there was. The moment is that of the look before, or of the last read in which etcd named that
 *       primary, if that is earlier: who was replaced sends heartbeats too. (That something was received proves nothing. A
 *       replica that was away for an hour receives all the time, and applies what is an hour old.)
 * </ul>
 *
 * So a receiver that gets nothing, an applier that is blocked or slow, and one that is delayed on purpose all look the same: no
 * proof comes true any more. (MariaDB's {@code Seconds_Behind_Master} is 0 for the first of them.)
 *
 * @param limit from which age on nobody reads here; zero for no limit
 * @param waiting proofs whose position is not applied yet, the oldest first
 * @param complete the moment of the newest one that is; null for none
 * @param heartbeats the replication heartbeats at the last look; null when mysqld was not seen
 * @param looked when mysqld was last seen: it answered to a look that began then
 * @param old readers go elsewhere: {@link #ripened}
 */
public record Freshness(
        Duration limit,
        List<Proof> waiting,
        @Nullable Tick complete,
        @Nullable Long heartbeats,
        @Nullable Tick looked,
        boolean old) {
    /** The others are told so long before the limit, so that they take readers in before this machine shuts them out. */
    private static final Duration WARNING = Duration.ofMillis(500);

    /** How old a look at the primary's mysqld may be to say what it has: the longest between two looks, and half of that. */
    private static final Duration LOOKED = Timing.CALM.plus(Timing.LOOP);

    /** More would be remembered in vain: beyond twice the limit an age is only more than the limit. */
    private static final int PROOFS = 64;

    /** At that moment the primary had no more than that. */
    record Proof(Tick at, GtidPosition position) {}

    public Freshness {
        waiting = List.copyOf(waiting);
    }

    /** Nothing is known. */
    public static Freshness unknown(Duration limit) {
        return new Freshness(limit, List.of(), null, null, null, false);
    }

    /** mysqld was looked at, and answered or not. */
    public Freshness looked(ClusterView view, DatabaseStatus database) {
        if (!(database instanceof Running running)) {
            // A start as replica throws away what others have.
            return unknown(limit);
        }
        Following following = running.following();
        Freshness seen = new Freshness(limit, waiting, complete, following.heartbeats(), running.seen(), old)
                .applied(running.binlog());
        Proof proof = heartbeat(view, running);
        return proof == null ? seen : seen.with(proof, running.binlog());
    }

    private @Nullable Proof heartbeat(ClusterView view, Running running) {
        Following following = running.following();
        boolean came = heartbeats != null
                && following.heartbeats() > heartbeats
                && following.receiving() == Receiving.CONNECTED;
        Tick read = view.readAt();
        if (!came || looked == null || read == null || view.state() == null) {
            return null;
        }
        boolean fromPrimary = view.state().state().primary().equals(following.source());
        return fromPrimary ? new Proof(looked.compareTo(read) < 0 ? looked : read, running.received()) : null;
    }

    /** Another agent answered what was asked at that moment. */
    public Freshness answered(ClusterView view, DatabaseStatus database, MemberStatus status, Tick sent) {
        ClusterView.Recorded recorded = view.state();
        if (recorded == null || !(database instanceof Running running)) {
            return this;
        }
        ClusterState state = recorded.state();
        boolean primary = state.isPrimary(status.machine()) && state.term() == status.term();
        return primary && status.isReadable() ? with(new Proof(sent, status.binlog()), running.binlog()) : this;
    }

    /** This machine itself was primary at that moment: etcd confirmed it. */
    public Freshness primary(Tick at) {
        return new Freshness(limit, waiting, complete == null ? at : complete.or(at), heartbeats, looked, old);
    }

    private Freshness with(Proof proof, GtidPosition applied) {
        List<Proof> more = new ArrayList<>(waiting);
        int last = more.size() - 1;
        if (last >= 0 && more.get(last).position().equals(proof.position())) {
            more.set(last, new Proof(more.get(last).at().or(proof.at()), proof.position()));
        } else if (more.size() == PROOFS) {
            // The earlier moment with the later position says less than either, and nothing wrong.
            more.set(last, new Proof(more.get(last).at(), proof.position()));
        } else {
            more.add(proof);
        }
        return new Freshness(limit, more, complete, heartbeats, looked, old).applied(applied);
    }

    /** What is applied makes proofs come true. */
    private Freshness applied(GtidPosition position) {
        Tick newest = complete;
        List<Proof> rest = new ArrayList<>();
        for (Proof proof : waiting) {
            if (position.covers(proof.position())) {
                newest = newest == null ? proof.at() : newest.or(proof.at());
            } else {
                rest.add(proof);
            }
        }
        return new Freshness(limit, rest, newest, heartbeats, looked, old);
    }

    /**
     * Time has gone by: readers go elsewhere shortly before the limit, and come back at half of it, so that they do not go to and
     * fro.
     */
    public Freshness ripened(Tick now) {
        boolean past = isPast(old ? limit.dividedBy(2) : limit.minus(WARNING), now);
        return past == old ? this : new Freshness(limit, waiting, complete, heartbeats, looked, past);
    }

    /** Whether the limit is far: half of it has not gone by. */
    public boolean isYoung(Tick now) {
        return !isPast(limit.dividedBy(2), now);
    }

    /** Whether what is here is older than the limit, or of unknown age. */
    public boolean isTooOld(Tick now) {
        return isPast(limit, now);
    }

    /** Whether anything is known at all. */
    public boolean isKnown() {
        return complete != null || limit.isZero();
    }

    private boolean isPast(Duration age, Tick now) {
        return !limit.isZero() && (complete == null || now.isPast(complete, age));
    }

    /** Whether mysqld was seen a moment ago. */
    public boolean isSeen(Tick now) {
        return looked != null && !now.isPast(looked, LOOKED);
    }

    /** Whether that machine may be read from, as far as it says. */
    public static boolean isOffered(ClusterView view, MachineName machine, Tick now) {
        MemberStatus status = view.heard(machine, Timing.HEARD, now);
        return status != null && status.follows() && status.isReadable();
    }
}
