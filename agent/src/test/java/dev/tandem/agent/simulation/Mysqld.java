package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.decision.RecoveryRole;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.protocol.Incarnation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * MariaDB 11.8 as DATABASE-FACTS found it: a binlog whose end may wait for an acknowledgement, a relay log that is thrown away
 * when both threads start, recovery that commits or truncates, acknowledgements that anybody may give, and a wedge when a
 * replica comes back over a connection that the primary still thinks alive.
 */
final class Mysqld {
    private static final int RETRY = 50 * World.MILLI;

    /** A write is its own number and, below this, that of the server that wrote it. */
    static final int NUMBERS = 1024;

    final World world;
    final Machine machine;

    // On disk.
    int[] binlog = new int[64];
    int length;
    boolean unusable;
    int unsafeFrom = Integer.MAX_VALUE;

    // The process.
    boolean running;
    boolean starting;
    boolean stopped;

    /** It works, but does not answer its agent: what the agent asks for is locked, or the answer takes too long. */
    boolean deaf;

    final List<Runnable> afterContinue = new ArrayList<>();
    boolean diskFull;
    boolean wedged;
    /** Its storage does not answer. */
    boolean hung;
    /** It was sent SIGKILL while its storage hung: nothing runs in it, and it ends when the storage answers. */
    boolean doomed;

    int process;
    int threads;
    boolean open;
    boolean semiSync;
    int committed;
    int acknowledged;
    boolean released;
    long releasedAt;
    long waitingSince;
    private final List<Integer> rows = new ArrayList<>();

    // As replica.
    Machine source;
    Receiving receiving = Receiving.STOPPED;
    boolean acknowledges;
    boolean applying;
    /** Something holds its applier up: a lock, a long statement, a wish to be late. */
    boolean blocked;

    long heartbeats;
    int[] relay = new int[64];
    int received;
    private boolean applyPlanned;
    Connection upstream;

    // As primary.
    final List<Connection> connections = new ArrayList<>();

    private Incarnation incarnation = new Incarnation("0x0");
    private final Sight sight = new Sight(this);

    Mysqld(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    Incarnation incarnation() {
        return incarnation;
    }

    /** Another one in each life, on whatever machine (decision 0034): else what a life left behind would look like the next one's. */
    int number() {
        return 8 * process + machine.index;
    }

    void newLife() {
        incarnation = new Incarnation(process + "x" + threads);
    }

    /** Whether a write is in binlog or relay log, at that place of the history. */
    boolean holds(int place, int write) {
        return place < length ? binlog[place] == write : place < length + received && relay[place - length] == write;
    }

    int at(int place) {
        return place < length ? binlog[place] : relay[place - length];
    }

    // --- writes

    boolean accepts() {
        return running && !stopped && !wedged && !diskFull && !hung && open && !machine.frozen;
    }

    void write(int write) {
        append(write);
        if (semiSync) {
            if (waitingSince == 0) {
                waitingSince = world.now;
            }
        } else {
            commit(length);
        }
        connections.forEach(Connection::send);
    }

    private void append(int write) {
        if (length == binlog.length) {
            binlog = Arrays.copyOf(binlog, length * 2);
        }
        binlog[length++] = write;
    }

    /** The agent's own row; nobody is told that it is done, but it carries the acknowledgement of everything before it. */
    void row() {
        if (accepts()) {
            int row = machine.nextWrite();
            rows.add(row);
            write(row);
        }
    }

    private void commit(int upTo) {
        for (; committed < upTo; committed++) {
            int write = binlog[committed];
            if (!rows.contains(write)) {
                world.ledger.acknowledge(committed, write, machine);
            }
        }
        waitingSince = committed < length ? world.now : 0;
    }

    /** What was acknowledged lets commits go on. */
    void release() {
        if (running && !stopped && !machine.frozen && !wedged) {
            int upTo = semiSync ? Math.min(acknowledged, length) : length;
            if (upTo > committed) {
                commit(upTo);
            }
        }
    }

    /** KILL QUERY on a waiting commit: OK to the client, and no replica has it. */
    void killQuery() {
        if (accepts() && committed < length) {
            released = true;
            releasedAt = world.now;
            committed = length;
            waitingSince = 0;
            world.tell(() -> machine + ": a waiting commit was released by KILL QUERY");
        }
    }

    void ddl() {
        if (accepts()) {
            unsafeFrom = Math.min(unsafeFrom, length);
            row();
        }
    }

    void setSemiSync(boolean on) {
        if (on) {
            released = false;
        }
        if (on && !semiSync) {
            acknowledged = length;
            countLate();
        }
        semiSync = on;
        release();
    }

    /** A commit that had begun when semi-synchronous replication went on does not wait, and may be counted a moment later. */
    private void countLate() {
        if (!world.quiet && world.chance(25)) {
            int life = process;
            world.in(world.between(0, 60) * World.MILLI, () -> {
                if (running && process == life) {
                    released = true;
                    releasedAt = world.now;
                }
            });
        }
    }

    // --- the process

    void cont() {
        if (doomed) {
            return;
        }
        stopped = false;
        deaf = false;
        List<Runnable> late = List.copyOf(afterContinue);
        afterContinue.clear();
        late.forEach(Runnable::run);
        release();
    }

    /** SIGKILL. */
    void die() {
        if (hung && (running || starting)) {
            afterContinue.clear();
            doomed = true;
            stopped = true;
            return;
        }
        end();
    }

    /** Its storage answers again. */
    void storageAnswers() {
        hung = false;
        if (doomed) {
            world.tell(() -> machine + ": the mysqld that was killed has ended");
            end();
            machine.wake();
        } else {
            release();
        }
    }

    /** The process is gone. */
    void end() {
        afterContinue.clear();
        doomed = false;
        if (!running && !starting) {
            return;
        }
        running = false;
        starting = false;
        stopped = false;
        open = false;
        semiSync = false;
        wedged = false;
        diskFull = false;
        applying = false;
        received = 0;
        waitingSince = 0;
        receiving = Receiving.STOPPED;
        process++;
        newLife();
        // The kernel closes the process's connections; who is cut off or whose machine is dead learns it later.
        for (Connection connection : connections) {
            connection.aliveAtPrimary = false;
            connection.send();
        }
        connections.clear();
        if (upstream != null) {
            upstream.aliveAtReplica = false;
            Connection left = upstream;
            upstream = null;
            if (machine.powered && !machine.cutTo(left.primary)) {
                world.in(world.delay(), () -> left.primary.mysqld.forget(left));
            }
        }
    }

    private void forget(Connection connection) {
        connection.aliveAtPrimary = false;
        connections.remove(connection);
    }

    void start(RecoveryRole role) {
        starting = true;
        int begun = process;
        int takes = world.between(20, world.chance(50) ? 80 : 600) * World.MILLI;
        world.in(takes, () -> recoverWhenStorageAnswers(role, begun));
    }

    private void recoverWhenStorageAnswers(RecoveryRole role, int begun) {
        if (!starting || process != begun || !machine.powered) {
            return;
        }
        if (hung) {
            world.in(RETRY, () -> recoverWhenStorageAnswers(role, begun));
        } else {
            recover(role);
        }
    }

    private void recover(RecoveryRole role) {
        starting = false;
        if (role == RecoveryRole.SLAVE) {
            int engine = Math.max(0, Math.min(committed, length) - world.between(0, 2));
            if (engine < length && unsafeFrom >= engine && unsafeFrom < length) {
                unusable = true;
                world.tell(() -> machine + ": the binlog's end cannot be truncated");
                machine.wake();
                return;
            }
            if (engine < length) {
                world.require(
                        world.etcd.primary() != machine, () -> "the primary's binlog was truncated on " + machine);
                int gone = length - engine;
                world.tell(() -> machine + ": truncates " + gone);
            }
            length = engine;
        }
        committed = length;
        running = true;
        newLife();
        world.tell(() -> machine + ": mysqld runs as " + role + ", " + length + " in its binlog");
        machine.wake();
    }

    // --- replication

    void stopReceiver() {
        receiving = Receiving.STOPPED;
        if (upstream != null) {
            Connection left = upstream;
            left.aliveAtReplica = false;
            upstream = null;
            if (!machine.cutTo(left.primary)) {
                world.in(world.delay(), () -> left.primary.mysqld.forget(left));
            }
        }
    }

    void receive(Machine from, boolean voice, boolean both) {
        if (both) {
            received = 0;
            threads++;
            newLife();
            applying = true;
        }
        source = from;
        acknowledges = voice;
        receiving = Receiving.CONNECTING;
        int life = process;
        world.in(2 * world.delay(), () -> {
            if (process == life && receiving == Receiving.CONNECTING) {
                connect(from, voice);
            }
        });
    }

    private void connect(Machine from, boolean voice) {
        Mysqld primary = from.mysqld;
        boolean reached = !machine.cutTo(from)
                && !from.cutTo(machine)
                && from.powered
                && !from.frozen
                && primary.running
                && !primary.stopped
                && !primary.hung
                && !primary.wedged
                && from.letIn.contains(machine);
        if (!reached) {
            receiving = Receiving.STOPPED;
            machine.wake();
            return;
        }
        int end = length + received;
        if (end > primary.length || (end > 0 && primary.binlog[end - 1] % NUMBERS != at(end - 1) % NUMBERS)) {
            receiving = Receiving.DIVERGED;
            world.tell(() -> machine + ": error 1236 from " + from);
            machine.wake();
            return;
        }
        connected(primary, new Connection(from, machine, voice));
    }

    private void connected(Mysqld primary, Connection connection) {
        boolean stale = primary.connections.stream().anyMatch(old -> old.replica == machine);
        if (stale && world.chance(50)) {
            world.tell(() -> primary.machine + ": WEDGED by " + machine + ", which came back over a stale connection");
            primary.wedged = true;
        }
        primary.connections.removeIf(old -> old.replica == machine);
        primary.connections.add(connection);
        upstream = connection;
        receiving = Receiving.CONNECTED;
        machine.wake();
        primary.machine.connected();
        connection.send();
        connection.heartbeat(primary.length);
    }

    /** master_retry_count=1: the receiver stops by itself; the applier goes on. */
    void lostUpstream(Connection connection) {
        if (upstream == connection) {
            connection.aliveAtReplica = false;
            upstream = null;
            receiving = Receiving.STOPPED;
            machine.wake();
        }
    }

    void take(Connection connection, Mysqld primary) {
        int end = length + received;
        if (primary.length <= end) {
            return;
        }
        // A slow network brings few at a time.
        int upTo = world.quick > 90 ? primary.length : Math.min(primary.length, end + world.between(1, 3));
        for (; end < upTo; end++) {
            if (received == relay.length) {
                relay = Arrays.copyOf(relay, received * 2);
            }
            relay[received++] = primary.binlog[end];
        }
        planApply();
        if (upTo < primary.length) {
            connection.send();
        }
        if (connection.voice) {
            world.in(world.delay(), () -> acknowledgement(connection, upTo));
        }
    }

    private void acknowledgement(Connection connection, int upTo) {
        Machine to = connection.primary;
        if (!connection.aliveAtPrimary || to.mysqld.process != connection.primaryProcess) {
            return;
        }
        if (machine.cutTo(to)) {
            // Sent again by TCP while the connection lives; lost with it.
            if (connection.aliveAtReplica && machine.powered) {
                world.in(RETRY, () -> acknowledgement(connection, upTo));
            }
            return;
        }
        to.mysqld.acknowledged = Math.max(to.mysqld.acknowledged, upTo);
        to.mysqld.release();
    }

    private void planApply() {
        if (!applyPlanned && received > 0 && applying) {
            applyPlanned = true;
            world.in(
                    world.chance(90) ? world.between(500, 8 * World.MILLI) : world.between(1, 400) * World.MILLI,
                    this::apply);
        }
    }

    private void apply() {
        applyPlanned = false;
        if (!running || !applying || machine.frozen || stopped || hung || blocked) {
            if (running && applying) {
                applyPlanned = true;
                world.in(RETRY, this::apply);
            }
            return;
        }
        int count = Math.min(received, world.between(1, 40));
        for (int i = 0; i < count; i++) {
            append(relay[i]);
        }
        System.arraycopy(relay, count, relay, 0, received - count);
        received -= count;
        committed = length;
        planApply();
    }

    /** A complete copy has taken the place of the data; the old data is kept beside it. */
    void replace(int[] copy, int copied) {
        binlog = Arrays.copyOf(copy, Math.max(64, copied));
        length = copied;
        committed = copied;
        unusable = false;
        released = false;
        unsafeFrom = Integer.MAX_VALUE;
        source = null;
    }

    /** Whether it answers no question of its agent. */
    boolean isSilent() {
        return running && (stopped || deaf);
    }

    /** What the agent sees of it. */
    DatabaseStatus status() {
        if (starting) {
            return new DatabaseStatus.Busy();
        }
        return running ? sight.running() : new DatabaseStatus.Stopped(unusable);
    }
}
