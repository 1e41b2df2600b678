package dev.tandem.agent.loop;

import dev.tandem.agent.decide.Action;
import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.AgentState;
import dev.tandem.agent.decide.Event;
import dev.tandem.agent.decide.Pace;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.agent.mariadb.Database;
import dev.tandem.agent.peer.Desk;
import dev.tandem.agent.peer.Peers;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes one event after the other to the algorithm, on one thread, and has its actions carried out. What takes time is done by other
 * threads, which answer with events; what concerns the gate is done here, before the next event.
 */
public final class Loop implements Desk {
    private static final System.Logger LOG = System.getLogger("agent");
    private static final long SIGN_OF_LIFE_MILLIS = 500;

    /** How much later than it was wanted a look may come before the loop goes on without. */
    private static final Duration LATE_BY = Timing.LOOP.dividedBy(2);

    /** Whoever has not seen its mysqld for so long goes on no more. A look that gets no answer takes a second. */
    private static final Duration BLIND = Duration.ofSeconds(4);

    private static final Duration LEAVES_WITHIN = Duration.ofMillis(800);

    private final Agent agent = new Agent();
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Map<Question, CompletableFuture<Peers.Answer>> questions = new ConcurrentHashMap<>();
    private final Edges edges;
    private final Looker looker;
    private final Reporter reporter;
    private final Runnable signOfLife;
    private volatile AgentState state;
    private volatile Database.Look seen = new Database.Look(new DatabaseStatus.Busy(), false, "", null);

    /**
     * What waits for its turn.
     *
     * @param acts of what was seen of mysqld: how many acts had ended before; else {@link #ALWAYS}
     */
    private record News(Event event, long acts) {
        private static final long ALWAYS = -1;
    }

    /**
     * Whose loop it is.
     *
     * @param others the other database machines
     * @param life above every number that earlier agents of this machine used ({@link LifeNumber})
     * @param replicaLag how old what a replica shows may be; zero for any age
     */
    public record Keeper(MachineName self, List<MachineName> others, long life, Duration replicaLag) {}

    /** What another agent wants to know; its moment tells its questions apart. */
    private record Question(MachineName machine, long sent) {}

    /**
     * Begins with knowing nothing.
     *
     * @param signOfLife called at least twice a second while the loop makes turns
     */
    public Loop(Keeper keeper, Edges edges, Reporter reporter, Runnable signOfLife) {
        this.edges = edges;
        this.reporter = reporter;
        this.signOfLife = signOfLife;
        state = AgentState.ofNewAgent(keeper.self(), keeper.others(), now(), keeper.life(), keeper.replicaLag());
        looker = new Looker(edges.database(), this::looked);
    }

    private static Tick now() {
        return new Tick(System.nanoTime());
    }

    /** Tells the loop of something. */
    public void tell(Event event) {
        news.add(new News(event, News.ALWAYS));
    }

    /**
     * The process is about to end. On a machine that goes down with it, mysqld is killed, so that the partner takes over at once;
     * else the others are told that an agent will be back. Waits until that is known, for a moment at most.
     */
    public void leave(boolean forGood) {
        if (forGood) {
            edges.perform(new Decision.Fence("the machine goes down"), looker::actEnded);
        } else {
            tell(new Event.Leaving());
        }
        long end = System.nanoTime() + LEAVES_WITHIN.toNanos();
        while (!isKnown(forGood) && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private boolean isKnown(boolean forGood) {
        AgentState now = state;
        ClusterView.Recorded recorded = now.view().state();
        if (recorded == null || !recorded.state().isPrimary(now.self())) {
            return true;
        }
        ClusterView.Beat beat = now.view().heartbeat();
        Heartbeat.Sign wanted =
                forGood && recorded.state().partner() != null ? Heartbeat.Sign.HANDING_OVER : Heartbeat.Sign.LEAVING;
        boolean known = beat != null && beat.heartbeat().sign() == wanted;
        return known && (forGood || !isOpen(now) || isLeftOpen(now));
    }

    private static boolean isOpen(AgentState agent) {
        return agent.database() instanceof DatabaseStatus.Running running && running.open();
    }

    /** Whether clients are let in for a successor: etcd may have carried out a heartbeat whose answer has not come. */
    private static boolean isLeftOpen(AgentState agent) {
        Tick until = agent.gateUntil();
        return until != null && until.compareTo(now().plus(Timing.GATE)) > 0;
    }

    /** mysqld has ended, or something else happened that is seen by looking. */
    public void look() {
        looker.now();
    }

    private void looked(Database.Look look, long actsBefore) {
        seen = look;
        news.add(new News(new Event.Looked(look.status(), look.tainted()), actsBefore));
    }

    /** Runs until its thread is interrupted. */
    public void run() {
        looker.start();
        edges.begin(this);
        long lastSign = 0;
        long lastLook = System.nanoTime();
        long lastTurn = lastLook;
        try {
            while (true) {
                Event event = next();
                if (event != null) {
                    take(event);
                }
                if (event instanceof Event.Looked) {
                    lastLook = System.nanoTime();
                    lastTurn = lastLook;
                } else if (isLate(lastLook, lastTurn)) {
                    lastTurn = System.nanoTime();
                    take(new Event.NotLooked());
                }
                if (System.nanoTime() - lastSign > SIGN_OF_LIFE_MILLIS * 1_000_000) {
                    lastSign = System.nanoTime();
                    signOfLife.run();
                    reporter.write(state, seen, edges.gate());
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null when there is none for a while. What was seen before an act ended is seen again: the act's end came first. */
    private @Nullable Event next() throws InterruptedException {
        News next = news.poll(Timing.LOOP.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            return null;
        }
        if (next.acts() != News.ALWAYS && next.acts() != looker.acts()) {
            looker.now();
            return null;
        }
        return next.event();
    }

    private boolean isLate(long lastLook, long lastTurn) {
        long now = System.nanoTime();
        Duration pace = Pace.of(state).compareTo(Timing.LOOP) < 0 ? Timing.LOOP : Pace.of(state);
        return now - lastTurn > pace.plus(LATE_BY).toNanos() && now - lastLook < BLIND.toNanos();
    }

    private void take(Event event) {
        Tick now = now();
        Agent.Step step = agent.step(state, event, now);
        AgentState next = step.state();
        boolean other = !state.last().equals(next.last());
        if (other) {
            LOG.log(System.Logger.Level.INFO, next.sentence());
            reporter.decided(next.last());
        }
        boolean beats = step.actions().stream().anyMatch(Action.WriteHeartbeat.class::isInstance);
        boolean reads = step.actions().stream().anyMatch(Action.ReadEtcd.class::isInstance);
        for (Action action : step.actions()) {
            carryOut(action, next, beats && reads, now);
        }
        // After its actions: who leaves ends the process at the sight of the state in which clients are let in for its
        // successor.
        state = next;
        Tick done = now();
        edges.follow(next, agent.offer(next, done), done);
        looker.every(Pace.of(next));
        if (event instanceof Event.Acted) {
            looker.now();
        }
        if (other) {
            reporter.write(next, seen, edges.gate());
        }
    }

    /**
     * Begins an action.
     *
     * @param next what the algorithm knows with it
     * @param together reading and writing the heartbeat is one question to etcd
     * @param now when the algorithm said so
     */
    private void carryOut(Action action, AgentState next, boolean together, Tick now) {
        switch (action) {
            case Action.ReadEtcd _ when together -> {
                // The heartbeat's answer brings it.
            }
            case Action.ReadEtcd _ -> edges.read();
            case Action.WriteState write -> edges.write(write, next.pending().swap());
            case Action.WriteHeartbeat beat -> edges.beat(beat, together, now);
            case Action.Ask ask -> edges.ask(ask, now());
            case Action.Answer answer -> answer(answer);
            case Action.OpenGate open -> edges.openGate(open.until(), now());
            case Action.LimitGate limit -> edges.limitGate(limit.until(), now());
            case Action.CloseGate _ -> edges.closeGate();
            case Action.Perform perform -> edges.perform(perform.act(), looker::actEnded);
        }
    }

    private void answer(Action.Answer answer) {
        CompletableFuture<Peers.Answer> question =
                questions.remove(new Question(answer.machine(), answer.sent().nanos()));
        if (question != null) {
            question.complete(new Peers.Answer(
                    answer.status(), answer.promise(), answer.sent().nanos()));
        }
    }

    @Override
    public CompletableFuture<Peers.Answer> asked(MemberStatus status, long sent) {
        Question question = new Question(status.machine(), sent);
        CompletableFuture<Peers.Answer> answer = new CompletableFuture<>();
        questions.put(question, answer);
        tell(new Event.Asked(status, new Tick(sent)));
        return answer.orTimeout(1, TimeUnit.SECONDS).whenComplete((_, _) -> questions.remove(question));
    }

    @Override
    public void announced(ClusterState announced) {
        tell(new Event.Announced(announced));
    }

    @Override
    public String status() {
        return reporter.json(state, seen, edges.gate());
    }

    @Override
    public String metrics() {
        return reporter.metrics(state, seen, edges.gate());
    }
}
