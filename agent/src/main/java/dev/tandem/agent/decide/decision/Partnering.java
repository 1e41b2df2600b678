package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.decision.Decision.AddPartner;
import dev.tandem.agent.decide.decision.Decision.Dismiss;
import dev.tandem.agent.decide.decision.Decision.Invite;
import dev.tandem.agent.decide.decision.Decision.SemiSync;
import dev.tandem.agent.decide.decision.Decision.Stay;
import dev.tandem.agent.decide.decision.Decision.TakeSample;
import dev.tandem.agent.decide.memory.Voice;
import dev.tandem.agent.decide.memory.Voice.Candidate;
import dev.tandem.agent.decide.memory.Voice.Sample;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Partner;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The primary is open, alone, and looks for a partner. The order is the safety:
 *
 * <ol>
 *   <li>Invite one replica: it connects with a voice, nobody else has one.
 *   <li>When it has nearly everything, semi-synchronous replication goes on. From here on commits wait for it.
 *   <li>Only then a position is sampled: what was committed alone is at or before it. The sample belongs to the life that the
 *       replica is known to live: if that ends, what it acknowledged may be gone. A commit that was released since then without an
 *       acknowledgement is not in it, and another one is taken. Those are no breach yet: a commit that had begun when
 *       semi-synchronous replication went on does not wait (MDEV-34122).
 *   <li>When that life has received the sample, the state is swapped. The replica must have said that it lives and knows the very
 *       state that this swap replaces: one that is about to throw its data away has seen to it that it never does ({@link
 *       Copying}).
 * </ol>
 *
 * Semi-synchronous replication goes off only while the state names no partner and nothing is under way that would name one.
 */
final class Partnering {
    private final Rules rules;

    Partnering(Rules rules) {
        this.rules = rules;
    }

    Decision decide(ClusterView view, ClusterState state, LocalStatus self, Running mysqld, Tick now) {
        Voice voice = self.memory().voice();
        Candidate invited = voice.candidate();
        if (invited == null) {
            return mysqld.semiSync() ? new SemiSync(false, "there is no partner") : invite(view, revision(view), now);
        }
        MachineName candidate = invited.machine();
        MemberStatus report = view.heard(candidate, Timing.HEARD, now);
        if (report == null || report.incarnation() == null) {
            return new Dismiss(candidate, "it is not heard");
        }
        if (!mysqld.serving().voices().contains(candidate)) {
            return mysqld.seen().isPast(voice.seen(), mysqld.semiSync() ? Timing.REDUCTION : Timing.INVITATION)
                    ? new Dismiss(candidate, "it did not connect")
                    : new Stay("waits for " + candidate + " to connect.");
        }
        Partner life = new Partner(candidate, report.incarnation());
        boolean consents = knows(report, revision(view));
        return sampled(consents ? state.with(life) : null, invited.sample(), mysqld, life, report, now);
    }

    private static long revision(ClusterView view) {
        return Objects.requireNonNull(view.state()).revision();
    }

    private boolean knows(MemberStatus report, long revision) {
        return report.knows(revision) || !rules.retireFirst();
    }

    /** @param next the state with that partner; null as long as it has not said that it lives and knows the present one */
    private Decision sampled(
            @Nullable ClusterState next,
            @Nullable Sample sample,
            Running mysqld,
            Partner life,
            MemberStatus report,
            Tick now) {
        if (mysqld.semiSync() && mysqld.serving().released()) {
            return new SemiSync(true, "commits that had begun before it did not wait");
        }
        boolean ofLife = sample != null && (sample.life().equals(life) || !rules.sampleOfLife());
        if (sample == null || !ofLife || (sample.semiSync() != mysqld.semiSync() && rules.semiSyncBeforeSample())) {
            return sample(life, mysqld, report, now);
        }
        boolean has = report.received().covers(sample.position());
        if (has && next != null) {
            return mysqld.semiSync()
                    ? new AddPartner(next, life)
                    : new SemiSync(true, life.machine() + " has caught up");
        }
        if (!now.isPast(sample.taken(), Timing.REDUCTION)) {
            return new Stay("waits for " + life.machine() + " to catch up.");
        }
        if (mysqld.semiSync()) {
            return new Dismiss(life.machine(), has ? "it does not read the site's state" : "it fell behind");
        }
        // Its storage may hang while its connection lives; another replica may be well.
        return report.follows() && !report.received().equals(sample.received())
                ? sample(life, mysqld, report, now)
                : new Dismiss(life.machine(), "it receives nothing");
    }

    private static Decision sample(Partner life, Running mysqld, MemberStatus report, Tick now) {
        return new TakeSample(new Sample(life, mysqld.binlog(), report.received(), mysqld.semiSync(), now));
    }

    /** The replica that has received most, of those that follow. */
    private Decision invite(ClusterView view, long revision, Tick now) {
        MemberStatus best = null;
        for (MachineName machine : PrimaryDecisions.inOrder(view.peers().keySet())) {
            MemberStatus status = view.heard(machine, Timing.HEARD, now);
            Incarnation life = status == null ? null : status.incarnation();
            if (status != null
                    && life != null
                    && status.follows()
                    && knows(status, revision)
                    && (best == null || !best.received().covers(status.received()))) {
                best = status;
            }
        }
        return best == null ? new Stay("primary, alone.") : new Invite(best.machine());
    }
}
