package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.Action;
import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.AgentState;
import dev.tandem.agent.decide.Event;
import dev.tandem.agent.decide.Offer;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One database machine: kernel with gate and clock, the agent's process around the real algorithm, mysqld. */
final class Machine {
    private static final int LAST_WORD = 400 * World.MILLI;

    /** How old what a replica shows may be: little, so that a short schedule gets there. */
    static final Duration REPLICA_LAG = Duration.ofSeconds(2);

    /** Routers notice by then that an agent says nothing more, or that a machine stood still. */
    private static final int SILENT = 300 * World.MILLI;

    final World world;
    final int index;
    final MachineName name;
    final Mysqld mysqld;

    // The machine.
    boolean powered = true;
    boolean lost;
    boolean frozen;
    final Set<Machine> unreachable = new HashSet<>();
    boolean etcdRequestsCut;
    boolean etcdAnswersCut;
    private final long clockOffset;
    private final int clockRate;
    final List<Runnable> afterThaw = new ArrayList<>();

    // The kernel's gate and list of replicas.
    private long gateUntil;
    private boolean readersIn;
    final Set<Machine> letIn = new HashSet<>();

    // The agent.
    private AgentState state;
    private Offer offer;
    private long offered;
    boolean agentRuns;
    boolean agentFrozen;
    int agentLife;
    private final List<Runnable> afterContinue = new ArrayList<>();
    private final Orders orders;
    boolean tainted;
    private Running answered;
    private long stuckSince;
    private long lastRow;
    private int writes = 1;

    Machine(World world, int index) {
        this.world = world;
        this.index = index;
        name = new MachineName("s" + index);
        mysqld = new Mysqld(world, this);
        orders = new Orders(world, this);
        clockOffset = world.random.nextInt(1_000_000_000);
        clockRate = world.between(990, 1010);
    }

    Tick tick() {
        return tickAt(world.now);
    }

    /** This machine's clock: its own beginning, and up to a hundredth slow or fast. */
    Tick tickAt(long time) {
        return new Tick(clockOffset + time * clockRate);
    }

    int nextWrite() {
        return Mysqld.NUMBERS * writes++ + mysqld.number();
    }

    boolean cutTo(Machine other) {
        return unreachable.contains(other);
    }

    boolean letsClientsIn() {
        return powered && gateUntil > world.now;
    }

    boolean isStuck() {
        return stuckSince > 0 && world.now - stuckSince > 3_000 * World.MILLI;
    }

    Decision lastDecision() {
        return state.last();
    }

    /** The state on which its agent acts; null when it knows none. */
    ClusterState known() {
        return state.view().state() == null ? null : state.view().state().state();
    }

    /** Whether its agent does not believe what etcd holds. */
    boolean doubts() {
        return state.view().doubt() != null;
    }

    // --- the agent's process

    void startAgent() {
        if (agentRuns || !powered) {
            return;
        }
        agentRuns = true;
        agentLife++;
        answered = null;
        List<MachineName> others = world.machines.stream()
                .filter(other -> other != this)
                .map(other -> other.name)
                .toList();
        state = AgentState.ofNewAgent(name, others, tick(), agentLife * 1000L, REPLICA_LAG);
        loop(agentLife);
    }

    /** Brought up to date: it says so, and is killed when it had time to be heard. */
    void restartAgent(int away) {
        if (!agentRuns || agentFrozen) {
            return;
        }
        int life = agentLife;
        agentEvent(life, new Event.Leaving());
        world.in(world.between(20, 400) * World.MILLI, () -> {
            if (agentLife == life) {
                killAgent();
                world.in(away, this::startAgent);
            }
        });
    }

    void killAgent() {
        agentRuns = false;
        orders.agentDied();
        agentFrozen = false;
        afterContinue.clear();
    }

    /** What systemd runs after an agent that was killed, before it starts the next one: the agent's program {@code last-word}. */
    void lastWord(Runnable next) {
        int life = agentLife;
        if (powered && !frozen && letsClientsIn()) {
            world.etcd.lastWord(this, sent -> {
                if (powered && !frozen && !agentRuns && agentLife == life) {
                    openGate(tickAt(sent).plus(Timing.GATE_WHEN_LEAVING));
                }
            });
            world.in(LAST_WORD, next);
        } else {
            next.run();
        }
    }

    void continueAgent() {
        if (agentFrozen) {
            agentFrozen = false;
            List<Runnable> late = List.copyOf(afterContinue);
            afterContinue.clear();
            late.forEach(Runnable::run);
        }
    }

    private void loop(int life) {
        if (!agentRuns || agentLife != life) {
            return;
        }
        look();
        world.in(world.pace(state) + world.between(0, 5 * World.MILLI), () -> loop(life));
    }

    /** Something happened that the agent learns at once. */
    void wake() {
        if (agentRuns) {
            int life = agentLife;
            world.in(world.between(50, 2000), () -> {
                if (agentLife == life) {
                    look();
                }
            });
        }
    }

    void look() {
        observeRow();
        if (!frozen && !agentFrozen) {
            boolean slow = mysqld.isSilent() && world.chance(90);
            agentEvent(agentLife, slow ? new Event.NotLooked() : new Event.Looked(seen(), tainted));
        }
    }

    /** One that does not answer is shown as it was when it did. */
    private DatabaseStatus seen() {
        DatabaseStatus now = mysqld.status();
        if (!(now instanceof Running running)) {
            answered = null;
            return now;
        }
        if (!mysqld.isSilent()) {
            answered = running;
            return running;
        }
        Running last = answered;
        if (last == null || !last.incarnation().equals(running.incarnation())) {
            return isStuck() ? running : new DatabaseStatus.Busy();
        }
        Running shown = world.unansweredIsSeen ? last.seen(tick()) : last;
        return isStuck() ? shown.hanging() : shown;
    }

    /** A primary's agent writes a row of its own now and then, and knows when one does not end. */
    private void observeRow() {
        boolean hangs = mysqld.running && (mysqld.isSilent() || mysqld.diskFull || mysqld.wedged || mysqld.hung);
        stuckSince = hangs ? stuckSince == 0 ? world.now : stuckSince : 0;
        if (mysqld.open && world.now - lastRow > 500 * World.MILLI) {
            row();
        }
    }

    /** A replica has connected: a row carries the acknowledgements that an old connection lost. */
    void connected() {
        if (agentRuns && !agentFrozen) {
            world.in(world.between(1, 20) * World.MILLI, this::row);
        }
    }

    void row() {
        lastRow = world.now;
        mysqld.row();
    }

    /** Hands an event to the agent of that life; later, when it is frozen. */
    void agentEvent(int life, Event event) {
        if (!agentRuns || life != agentLife) {
            return;
        }
        if (frozen) {
            afterThaw.add(() -> agentEvent(life, event));
            return;
        }
        if (agentFrozen) {
            afterContinue.add(() -> agentEvent(life, event));
            return;
        }
        Decision before = state.last();
        Agent.Step step = world.agent.step(state, event, tick());
        state = step.state();
        if (!before.equals(state.last())) {
            Decision now = state.last();
            world.tell(() -> this + ": " + now.sentence());
        }
        step.actions().forEach(this::carryOut);
        follow(world.agent.offer(state, tick()));
    }

    private void follow(Offer now) {
        offer = now;
        offered = world.now;
        switch (now.readers()) {
            case IN -> readersIn = true;
            case OUT, BECOME_CLIENTS -> readersIn = false;
            case AS_THEY_WERE -> {
                // Nothing is known yet.
            }
        }
    }

    /** Whether routers send readers here, or leave those here that are. */
    boolean isReadFrom() {
        boolean heard = agentRuns && !agentFrozen && world.now - offered < SILENT;
        return heard && readersIn && offer.readers() == Offer.Readers.IN && answers();
    }

    /** Whether routers find work done here. */
    boolean offersReads() {
        return offer != null && answers() && (offer.reads() == Offer.Use.YES || offer.writes() == Offer.Use.YES);
    }

    private boolean answers() {
        return powered && !frozen && mysqld.running && !mysqld.stopped;
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.ReadEtcd read -> world.etcd.read(this);
            case Action.WriteState write -> world.etcd.write(this, write);
            case Action.WriteHeartbeat beat -> world.etcd.beat(this, beat);
            case Action.OpenGate open -> openGate(open.until());
            case Action.LimitGate limit -> gateUntil = Math.min(gateUntil, world.now + left(limit.until()));
            case Action.CloseGate close -> gateUntil = 0;
            case Action.Perform perform -> orders.begin(perform.act());
            case Action.Ask ask -> {
                Tick sent = tick();
                Machine to = machine(ask.machine());
                int life = agentLife;
                packet(to, () -> to.asked(this, life, ask, sent));
            }
            case Action.Answer answer -> {
                Machine to = machine(answer.machine());
                int life = to.agentLife;
                packet(
                        to,
                        () -> to.agentEvent(
                                life, new Event.Answered(answer.status(), answer.promise(), answer.sent())));
            }
        }
    }

    private void asked(Machine by, int life, Action.Ask ask, Tick sent) {
        agentEvent(agentLife, new Event.Asked(ask.status(), sent));
        if (mysqld.running && !mysqld.stopped && !frozen && by != world.etcd.primary()) {
            packet(by, () -> by.agentEvent(life, new Event.DatabaseAnswered(name)));
        }
    }

    /** Lost when the way is cut at either end of its journey; seldom twice. */
    private void packet(Machine to, Runnable arrival) {
        int copies = world.slowest > 100 * World.MILLI && world.chance(5) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            world.in(world.delay(), () -> {
                if (!cutTo(to) && to.powered) {
                    arrival.run();
                }
            });
        }
    }

    Machine machine(MachineName other) {
        return world.machines.get(other.value().charAt(1) - '0');
    }

    // --- the kernel

    private long left(Tick until) {
        return (until.nanos() - tick().nanos()) / clockRate;
    }

    private void openGate(Tick until) {
        long left = left(until);
        if (left <= 0 || !powered) {
            return;
        }
        gateUntil = world.now + left;
        world.require(
                !orders.areKilling() && !orders.haveKilled(),
                () -> this + " lets clients in to a mysqld that it is killing");
        for (Machine other : world.machines) {
            world.require(
                    other == this || !other.letsClientsIn() || !other.mysqld.running,
                    () -> this + " lets clients in while " + other + " still does");
        }
    }

    /** MariaDB has ended the sessions of the agent that it had not heard from for long. */
    void forgetSessions() {
        orders.forgetSession();
    }

    void powerOff() {
        world.tell(() -> this + ": power off");
        powered = false;
        frozen = false;
        afterThaw.clear();
        killAgent();
        gateUntil = 0;
        readersIn = false;
        letIn.clear();
        mysqld.hung = false;
        mysqld.end();
    }

    void powerOn() {
        if (!powered && !lost) {
            world.tell(() -> this + ": power on");
            powered = true;
            startAgent();
        }
    }

    void thaw() {
        if (frozen) {
            world.tell(() -> this + ": thaws");
            frozen = false;
            List<Runnable> late = List.copyOf(afterThaw);
            afterThaw.clear();
            late.forEach(Runnable::run);
            mysqld.release();
        }
    }

    // --- mischief

    /** Something that goes wrong just while a change of the state is sent; how much later it is sent for that. */
    int mischiefWhileWriting() {
        if (!world.chance(world.mischief)) {
            return 0;
        }
        if (world.chance(world.harm)) {
            mischief();
        }
        return world.chance(world.harm / 2) ? 0 : world.between(10, 2500) * World.MILLI;
    }

    void mischief() {
        int soon = world.between(0, 30 * World.MILLI);
        int length = world.between(20, 2500) * World.MILLI;
        world.in(soon, () -> {
            switch (world.random.nextInt(8)) {
                case 0, 1 -> {
                    world.tell(() -> this + ": agent is killed while it acts");
                    killAgent();
                    world.in(length / 4, this::startAgent);
                }
                case 2 -> {
                    world.tell(() -> this + ": mysqld is killed while its agent acts");
                    mysqld.die();
                    wake();
                }
                case 3 -> {
                    world.tell(() -> this + ": etcd's answers are lost while it acts");
                    etcdAnswersCut = true;
                    world.in(length, () -> etcdAnswersCut = false);
                }
                case 4 -> {
                    world.tell(() -> this + ": freezes while it acts");
                    frozen = powered;
                    world.in(length, this::thaw);
                }
                case 5, 6 -> {
                    Machine other = world.machines.get(world.random.nextInt(world.machines.size()));
                    world.tell(() -> other + ": mysqld is killed while " + this + " acts");
                    other.mysqld.die();
                    other.wake();
                }
                default -> {
                    powerOff();
                    world.in(length, this::powerOn);
                }
            }
        });
    }

    /** Whether its agent has read so; a new one that etcd does not answer cannot know what a released commit means. */
    boolean knowsThatItHasAPartner() {
        ClusterView.Recorded recorded = agentRuns ? state.view().state() : null;
        return recorded != null
                && recorded.state().isPrimary(name)
                && recorded.state().partner() != null;
    }

    boolean isTainted() {
        return tainted;
    }

    @Override
    public String toString() {
        return name.value();
    }
}
