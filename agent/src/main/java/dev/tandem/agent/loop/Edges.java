package dev.tandem.agent.loop;

import dev.tandem.agent.decide.Action;
import dev.tandem.agent.decide.AgentState;
import dev.tandem.agent.decide.Event;
import dev.tandem.agent.decide.Offer;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.agent.etcd.Consensus;
import dev.tandem.agent.etcd.Contents;
import dev.tandem.agent.etcd.NoAnswerException;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.mariadb.Database;
import dev.tandem.agent.peer.Neighbours;
import dev.tandem.agent.peer.Peers;
import dev.tandem.agent.route.Availability;
import dev.tandem.agent.route.Routes;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The hands of the loop: each action begins at once and answers with an event. Called by the loop's thread only. */
public final class Edges {
    private static final System.Logger LOG = System.getLogger("agent");

    /** A heartbeat older than this makes a replica look whether the primary's mysqld greets. */
    private static final Duration QUIET = Duration.ofMillis(300);

    /** Routers hold work back for so long at most, and are waited for so long. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private static final Duration PAUSED_WITHIN = Duration.ofMillis(1500);

    /** Of one other agent; more than this unanswered and it is not asked again yet. */
    private static final int UNANSWERED = 3;

    private final Consensus consensus;
    private final Database database;
    private final Gate gate;
    private final Neighbours peers;
    private final Routes routes;
    private final ExecutorService acts = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("acts").factory());
    private final ExecutorService fences = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("fence").factory());
    private final ExecutorService asking = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("asking-", 0).factory());
    private final Map<MachineName, AtomicInteger> unanswered = new ConcurrentHashMap<>();
    private final AtomicBoolean greeting = new AtomicBoolean();
    private final AtomicReference<String> complaints = new AtomicReference<>("");
    private @Nullable Loop loop;

    public Edges(Consensus consensus, Database database, Gate gate, Neighbours peers, Routes routes) {
        this.consensus = consensus;
        this.database = database;
        this.gate = gate;
        this.peers = peers;
        this.routes = routes;
    }

    void begin(Loop told) {
        loop = told;
    }

    Database database() {
        return database;
    }

    Gate.Mode gate() {
        return gate.mode();
    }

    private void tell(Event event) {
        if (loop != null) {
            loop.tell(event);
        }
    }

    private static Tick now() {
        return new Tick(System.nanoTime());
    }

    // --- etcd

    void read() {
        asking.execute(() -> {
            Tick sent = now();
            try {
                tell(read(sent, consensus.read()));
            } catch (NoAnswerException unanswered) {
                LOG.log(System.Logger.Level.DEBUG, "etcd does not answer", unanswered);
                tell(new Event.NotRead());
            } catch (IllegalArgumentException told) {
                tell(new Event.NotUnderstood(String.valueOf(told.getMessage())));
            } catch (RuntimeException wrong) {
                complain(wrong);
                tell(new Event.NotRead());
            }
        });
    }

    /** Once for each thing that is wrong: it is asked for ten times a second. */
    private void complain(RuntimeException wrong) {
        String complaint = String.valueOf(wrong.getMessage());
        if (!complaint.equals(complaints.getAndSet(complaint))) {
            LOG.log(System.Logger.Level.ERROR, "what etcd holds cannot be read: " + complaint);
        }
    }

    private static Event read(Tick sent, Consensus.Held held) {
        return switch (held) {
            case Contents contents -> read(sent, contents);
            case Consensus.NotUnderstood told -> new Event.NotUnderstood(told.because());
        };
    }

    private static Event.Read read(Tick sent, Contents contents) {
        ClusterState state = contents.state();
        return new Event.Read(
                sent,
                state == null ? null : new ClusterView.Recorded(state, contents.stateRevision()),
                contents.heartbeat(),
                contents.heartbeatRevision(),
                contents.paused(),
                contents.request());
    }

    void write(Action.WriteState write, Decision.@Nullable Swap swap) {
        // Only a change of primary gets into the history.
        String because = swap instanceof Decision.Promote promote ? promote.because() : "";
        asking.execute(() -> {
            try {
                OptionalLong revision =
                        consensus.swap(write.state(), because, write.revision(), write.heartbeatRevision());
                tell(revision.isPresent() ? new Event.Swapped(revision.getAsLong()) : new Event.NotSwapped());
            } catch (NoAnswerException | RuntimeException unanswered) {
                LOG.log(System.Logger.Level.WARNING, "no answer to a change of the state: " + unanswered.getMessage());
                tell(new Event.MaybeSwapped());
            }
        });
    }

    /**
     * Sends a heartbeat.
     *
     * @param alsoRead the answer counts as that to a read, too
     * @param sent what was written says when; clients may not be let in for longer than from then on
     */
    void beat(Action.WriteHeartbeat beat, boolean alsoRead, Tick sent) {
        asking.execute(() -> {
            try {
                Consensus.Beat done = consensus.beat(beat.heartbeat(), beat.stateRevision(), beat.revision());
                OptionalLong revision = done.revision();
                tell(
                        revision.isPresent()
                                ? new Event.Beaten(sent, beat.heartbeat(), revision.getAsLong())
                                : new Event.NotBeaten());
                if (alsoRead) {
                    tell(read(sent, done.contents()));
                }
            } catch (NoAnswerException | RuntimeException unanswered) {
                LOG.log(System.Logger.Level.DEBUG, "no answer to a heartbeat", unanswered);
                tell(new Event.NotBeaten());
                if (alsoRead) {
                    tell(new Event.NotRead());
                }
            }
        });
    }

    // --- other agents

    void ask(Action.Ask ask, Tick sent) {
        AtomicInteger count = unanswered.computeIfAbsent(ask.machine(), _ -> new AtomicInteger());
        if (count.get() >= UNANSWERED) {
            return;
        }
        count.incrementAndGet();
        asking.execute(() -> {
            try {
                Peers.Answer answer = peers.ask(ask.machine(), ask.status(), sent.nanos());
                tell(new Event.Answered(answer.status(), answer.promise(), new Tick(answer.sent())));
            } catch (IOException | RuntimeException silent) {
                LOG.log(System.Logger.Level.DEBUG, "no answer", silent);
            } finally {
                count.decrementAndGet();
            }
        });
    }

    /** A replica that does not hear the primary's heartbeat listens to its mysqld. */
    private void listen(AgentState state, Tick now) {
        ClusterView.Recorded recorded = state.view().state();
        ClusterView.Beat beat = state.view().heartbeat();
        boolean quiet = beat == null || now.isPast(beat.seen(), QUIET);
        if (recorded == null
                || recorded.state().isPrimary(state.self())
                || !quiet
                || !greeting.compareAndSet(false, true)) {
            return;
        }
        MachineName primary = recorded.state().primary();
        asking.execute(() -> {
            try {
                if (peers.greets(primary, Gate.REPLICATION_PORT)) {
                    tell(new Event.DatabaseAnswered(primary));
                }
            } catch (RuntimeException unknown) {
                LOG.log(System.Logger.Level.DEBUG, "cannot listen", unknown);
            } finally {
                greeting.set(false);
            }
        });
    }

    // --- this machine

    void openGate(Tick until, Tick now) {
        Duration left = Duration.ofNanos(until.nanos() - now.nanos());
        // The lease that an agent leaves behind is longer, and its last.
        guarded(() -> gate.lease(left, left.compareTo(Timing.GATE) <= 0));
    }

    void limitGate(Tick until, Tick now) {
        guarded(() -> gate.limit(Duration.ofNanos(until.nanos() - now.nanos())));
    }

    void closeGate() {
        guarded(gate::close);
    }

    private static void guarded(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "the gate cannot be changed: " + failure.getMessage());
        }
    }

    /** What follows from the state by itself: whom the gate lets in to read, what routers are told. */
    void follow(AgentState state, Offer offer, Tick now) {
        guarded(() -> readers(offer.readers()));
        routes.publish(state.status().term(), availability(offer.writes()), availability(offer.reads()), offer.beats());
        listen(state, now);
    }

    private static Availability availability(Offer.Use use) {
        return switch (use) {
            case YES -> Availability.YES;
            case NO_MORE -> Availability.OTHER;
            case NO -> Availability.NO;
        };
    }

    /**
     * A replica lets readers in. One that became primary keeps them for as long as a confirmed heartbeat would: its state was
     * confirmed just now.
     */
    private void readers(Offer.Readers readers) {
        Gate.Mode mode = gate.mode();
        switch (readers) {
            case IN -> {
                if (mode != Gate.Mode.READERS || gate.isOfOld()) {
                    gate.readers();
                }
            }
            case BECOME_CLIENTS -> {
                if (mode == Gate.Mode.READERS) {
                    gate.lease(Timing.GATE, true);
                }
            }
            case OUT -> {
                if (mode == Gate.Mode.READERS || mode == Gate.Mode.UNKNOWN) {
                    gate.close();
                }
            }
            case AS_THEY_WERE -> {
                // Until something is known.
            }
        }
    }

    void perform(Decision.Act act, Runnable ended) {
        (act instanceof Decision.Fence ? fences : acts).execute(() -> {
            Decision.Outcome outcome = outcome(act);
            ended.run();
            tell(new Event.Acted(act, outcome));
        });
    }

    private Decision.Outcome outcome(Decision.Act act) {
        try {
            return switch (act) {
                case Decision.PauseRouters _ -> {
                    boolean _ = routes.pause(PAUSE, PAUSED_WITHIN);
                    yield Decision.Outcome.DONE;
                }
                case Decision.GiveUpSwitchover _ -> {
                    routes.resume();
                    yield Decision.Outcome.DONE;
                }
                case Decision.Open _ -> {
                    Decision.Outcome opened = database.carryOut(act);
                    routes.resume();
                    yield opened;
                }
                default -> database.carryOut(act);
            };
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Decision.Outcome.REFUSED;
        }
    }
}
