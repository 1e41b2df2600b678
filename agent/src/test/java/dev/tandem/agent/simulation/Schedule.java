package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Partner;
import java.util.Comparator;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One schedule: a site of two or three database machines with clients, a few faults, a while without; then the site must serve
 * with a partner again, or refuse with a reason.
 */
final class Schedule {
    private static final int MILLI = World.MILLI;

    /** Long enough for each wait of the algorithm, one after the other, and a copy. */
    private static final int RECOVERY = 25_000 * MILLI;

    /** The limit, and what it takes to notice: a look at the primary that may be a moment old, and one here. */
    private static final long OLDEST_READ = Machine.REPLICA_LAG.toNanos() / 1000 + 700 * MILLI;

    /** Shorter than what an agent takes for a mysqld that hangs. */
    private static final int DEAF = 2950 * MILLI;

    private static final int STOPS_NOTHING = 400 * MILLI;

    /** What may happen beside a forgery. No agent begins anew: one that does believes what it reads first. */
    private static final String[] BESIDE = {
        "mysqld of the primary dies",
        "machine of the primary freezes",
        "primary cut off from everything",
        "primary cut off from etcd",
        "no quorum in etcd",
        "primary cut off from the partner",
        "switchover"
    };

    /** What became of a schedule. */
    record Outcome(long seed, String violation, String trace, long events, long writes, long terms, boolean refused) {
        boolean isGood() {
            return violation == null;
        }
    }

    private final World world;
    private final Faults faults;
    private Machine lost;

    private Schedule(long seed, Agent agent, boolean traced) {
        world = new World(seed, agent, traced);
        faults = new Faults(world);
    }

    static Outcome run(long seed, Supplier<Agent> agent, boolean traced) {
        Schedule schedule = new Schedule(seed, agent.get(), traced);
        String violation = null;
        boolean refused = false;
        try {
            refused = schedule.play();
        } catch (World.Violation found) {
            violation = found.getMessage();
        }
        World world = schedule.world;
        return new Outcome(
                seed,
                violation,
                world.trace(),
                world.events,
                world.ledger.acknowledged,
                world.etcd.state.term(),
                refused);
    }

    /** Milliseconds without an acknowledged write around one fault that lasts, or that an operator asks for. */
    static long outage(long seed, Agent agent, String fault) {
        Schedule schedule = new Schedule(seed, agent, false);
        World world = schedule.world;
        schedule.begin(2, () -> false);
        schedule.clients();
        world.runUntil(1500 * MILLI);
        world.ledger.watch();
        schedule.faults.begin(fault);
        world.runUntil(6000 * MILLI);
        world.require(world.etcd.primary().mysqld.accepts(), () -> "not open after: " + fault);
        return Math.max(world.ledger.longestGap, world.ledger.sinceLast()) / MILLI;
    }

    /**
     * A site that was left alone for so long that MariaDB ended the agents' sessions, and then an operator's two switchovers: nothing is
     * killed, and at every moment somebody is there to read from.
     *
     * @param mistake an order that could not be sent is taken for one that may be carried out
     */
    static String quiet(long seed, Supplier<Agent> agent, boolean mistake) {
        Schedule schedule = new Schedule(seed, agent.get(), false);
        World world = schedule.world;
        world.quiet = true;
        world.unsentIsUnknown = mistake;
        try {
            schedule.begin(world.chance(70) ? 2 : 3, () -> false);
            schedule.clients();
            world.runUntil(1500 * MILLI);
            world.machines.forEach(Machine::forgetSessions);
            for (int switchover = 0; switchover < 2; switchover++) {
                schedule.faults.begin("switchover");
                long end = world.now + 4000 * MILLI;
                while (world.now < end) {
                    world.runUntil(world.now + 5 * MILLI);
                    world.require(
                            world.machines.stream().anyMatch(Machine::offersReads),
                            () -> "nobody is there to read from");
                }
            }
            world.require(world.etcd.state.term() == 3, () -> "not switched over twice: " + world.etcd.state);
            return null;
        } catch (World.Violation found) {
            return found.getMessage();
        }
    }

    /**
     * The primary's mysqld does its work and answers none of its agent's questions for almost as long as that bears, while the partner
     * receives everything and applies nothing: nobody is given up, and nobody reads what is old.
     *
     * @param mistake what was seen last is taken for what was seen now
     */
    static String deaf(long seed, Supplier<Agent> agent, boolean mistake) {
        Schedule schedule = new Schedule(seed, agent.get(), false);
        World world = schedule.world;
        world.unansweredIsSeen = mistake;
        try {
            schedule.begin(2, () -> false);
            schedule.clients();
            world.runUntil(1500 * MILLI);
            ClusterState before = world.etcd.state;
            schedule.faults.begin("mysqld of the primary answers its agent no more");
            world.runUntil(world.now + DEAF);
            world.require(world.etcd.state.equals(before), () -> before + " became " + world.etcd.state);
            return null;
        } catch (World.Violation found) {
            return found.getMessage();
        }
    }

    /**
     * Somebody who is no agent writes a state, with another fault before or after it or with none. Nobody acts on it: no write is lost, none is
     * taken in two places, and a site that has nothing else to bear goes on. When an operator has put it right, the site is well
     * again.
     *
     * @return what broke; null for nothing
     */
    static String forged(long seed, Supplier<Agent> agent) {
        Schedule schedule = new Schedule(seed, agent.get(), false);
        World world = schedule.world;
        try {
            schedule.begin(world.chance(70) ? 2 : 3, () -> false);
            schedule.clients();
            world.runUntil((long) world.between(1500, 3000) * MILLI);
            boolean bears = world.chance(50);
            String fault = BESIDE[world.random.nextInt(BESIDE.length)];
            int before = world.between(0, 1500);
            if (bears && before > 750) {
                schedule.faults.begin(fault);
                world.runUntil(world.now + (long) (before - 750) * MILLI);
            }
            world.ledger.watch();
            world.etcd.forge(schedule.forgery());
            if (bears && before <= 750) {
                world.runUntil(world.now + (long) before * MILLI);
                schedule.faults.begin(fault);
            }
            world.runUntil(world.now + 4000 * MILLI);
            world.require(
                    bears || Math.max(world.ledger.longestGap, world.ledger.sinceLast()) < STOPS_NOTHING,
                    () -> "writes stopped, although both agents know better" + schedule.sentences());
            schedule.faults.end();
            schedule.faults.reconnect();
            world.runUntil(world.now + 1000 * MILLI);
            world.require(
                    world.machines.stream().anyMatch(Machine::doubts), () -> "nobody doubts" + schedule.sentences());
            world.etcd.restate(schedule.latestKnown());
            schedule.recovers();
            return null;
        } catch (World.Violation found) {
            return found.getMessage();
        }
    }

    /** A state that no agent wrote, or none. */
    private Etcd.Forgery forgery() {
        ClusterState truth = world.etcd.state;
        MachineName primary = truth.primary();
        MachineName other = world.machines.stream()
                .map(machine -> machine.name)
                .filter(name -> !name.equals(primary))
                .toList()
                .get(0);
        MachineName stranger = new MachineName("s9");
        Incarnation life = world.machines.get(0).mysqld.incarnation();
        return switch (world.random.nextInt(9)) {
            case 0 -> new Etcd.Forgery.Gone();
            case 1 -> new Etcd.Forgery.Garbled();
            case 2 -> of(truth.term() + 1, other, null);
            case 3 -> of(truth.term() + 1, other, new Partner(primary, life));
            case 4 -> of(truth.term() + world.between(1, 1000), primary, null);
            case 5 -> of(truth.term(), other, null);
            case 6 -> of(truth.term() + 1, stranger, null);
            case 7 -> of(truth.term(), primary, new Partner(stranger, life));
            case 8 -> of(truth.term(), primary, new Partner(other, new Incarnation("forged")));
            default -> throw new IllegalStateException();
        };
    }

    private static Etcd.Forgery of(long term, MachineName primary, Partner partner) {
        return new Etcd.Forgery.Of(new ClusterState(term, primary, partner));
    }

    /** What the agent of the primary of the latest term acts on. */
    private ClusterState latestKnown() {
        return world.machines.stream()
                .map(Machine::known)
                .max(Comparator.comparingLong(ClusterState::term))
                .map(latest -> world.machines.stream()
                        .filter(machine -> machine.name.equals(latest.primary()))
                        .findFirst()
                        .orElseThrow()
                        .known())
                .orElseThrow();
    }

    private boolean play() {
        begin(world.chance(70) ? 2 : 3, () -> world.chance(25));
        clients();
        world.mischief = one(0, 0, 5, 20, 60);
        world.harm = one(60, 60, 0);
        world.quick = one(95, 95, 95, 50);
        int count = world.between(1, 6);
        long end = 0;
        for (int i = 0; i < count; i++) {
            int at = world.between(20, 2500) * MILLI;
            end = Math.max(end, at);
            world.in(at, faults::happen);
        }
        world.runUntil(end + (long) world.between(0, 2500) * MILLI);
        world.tell(() -> "--- no more faults ---");
        world.mischief = 0;
        faults.end();
        if (world.chance(8)) {
            lost = world.machines.get(world.random.nextInt(world.machines.size()));
            lost.lost = true;
            lose();
        }
        boolean refused = recovers();
        return storageAnswersAfterAll() || refused;
    }

    /** What hung with another history in it, or kept the site from serving, has to come into line: nobody may stay behind. */
    private boolean storageAnswersAfterAll() {
        if (lost == null || !lost.mysqld.hung) {
            return false;
        }
        world.tell(() -> lost + ": its storage answers after all");
        lost.mysqld.storageAnswers();
        lost.lost = false;
        lost = null;
        return recovers();
    }

    /** For as long as the site needs: the machine, or its storage only, which leaves agent and kernel alive. */
    private void lose() {
        boolean storage = world.chance(50);
        if (storage) {
            lost.mysqld.hung = true;
        } else {
            lost.powerOff();
        }
        world.tell(() -> lost + (storage ? ": its storage never answers again" : ": never comes back"));
    }

    /** A primary with its partner, or one alone that looks for one; agents that have just started. */
    private void begin(int count, BooleanSupplier beginsAlone) {
        for (int i = 0; i < count; i++) {
            world.machines.add(new Machine(world, i));
        }
        Machine primary = world.machines.get(0);
        boolean alone = beginsAlone.getAsBoolean();
        for (Machine machine : world.machines) {
            machine.mysqld.running = true;
            machine.mysqld.newLife();
        }
        primary.mysqld.open = true;
        for (Machine replica : world.machines.subList(1, count)) {
            boolean voice = !alone && replica.index == 1;
            primary.letIn.add(replica);
            replica.mysqld.receive(primary, voice, true);
        }
        Machine first = world.machines.get(1);
        primary.mysqld.setSemiSync(!alone);
        Partner partner = alone ? null : new Partner(first.name, first.mysqld.incarnation());
        world.etcd.begin(new ClusterState(1, primary.name, partner), primary);
        world.tell(() -> world.etcd.state.toString());
        world.machines.forEach(machine -> world.in(world.between(0, 100 * MILLI), machine::startAgent));
    }

    private int one(int... of) {
        return of[world.random.nextInt(of.length)];
    }

    private void clients() {
        world.in(world.between(1, 40) * MILLI, () -> {
            client();
            clients();
        });
    }

    /** One client, which knows each machine's address: it writes and reads wherever it is let in. */
    private void client() {
        for (Machine machine : world.machines) {
            if (machine.isReadFrom()) {
                world.ledger.readOld(machine.mysqld.committed, OLDEST_READ, machine);
            }
            if (machine.letsClientsIn() && machine.mysqld.running && !machine.mysqld.stopped && !machine.frozen) {
                if (!machine.mysqld.released && !machine.isTainted()) {
                    world.ledger.read(machine.mysqld, machine.mysqld.committed, machine);
                }
                if (machine.mysqld.accepts()) {
                    machine.mysqld.write(machine.nextWrite());
                }
            }
        }
    }

    private boolean recovers() {
        long end = world.now + RECOVERY;
        while (world.now < end) {
            world.runUntil(world.now + 500 * MILLI);
            if (isWell()) {
                world.tell(() -> "the site is well");
                Agreement.mustHold(world);
                return false;
            }
        }
        // An answer of etcd may be late at just that moment.
        for (int look = 0; look < 30 && !refuses(); look++) {
            world.runUntil(world.now + 100 * MILLI);
        }
        world.require(refuses(), () -> "the site does not recover: " + world.etcd.state + sentences());
        return true;
    }

    /** Without a machine that is lost for ever only too many failovers are a reason to. */
    private boolean refuses() {
        // Its agent waits for a start on storage that never answers: the one who could say that is systemd, after
        // minutes.
        boolean starts = lost != null && lost.mysqld.hung && lost.mysqld.starting && world.etcd.primary() == lost;
        return starts
                || world.machines.stream()
                        .filter(machine -> machine.powered && machine.lastDecision() instanceof Decision.Refuse)
                        .anyMatch(machine -> lost != null
                                || machine.lastDecision().sentence().contains("failovers"));
    }

    private String sentences() {
        StringBuilder text = new StringBuilder();
        world.machines.forEach(machine -> text.append("; ")
                .append(machine)
                .append(' ')
                .append(machine.lastDecision().sentence()));
        return text.toString();
    }

    private boolean isWell() {
        Machine primary = world.etcd.primary();
        int replicas = world.machines.size() - (lost == null ? 1 : 2);
        return primary.letsClientsIn()
                && primary.mysqld.accepts()
                && (replicas == 0 || world.etcd.partner() != null)
                && primary.mysqld.connections.size() >= replicas;
    }
}
