package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.Agent;
import dev.tandem.agent.decide.AgentState;
import dev.tandem.agent.decide.Pace;
import dev.tandem.agent.decide.view.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A site that exists only as numbers: a clock, a queue of what happens when, links that can be cut, database machines, etcd.
 * Everything random comes from one seed, so a seed is a schedule.
 */
final class World {
    /** What broke a promise; ends the schedule. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message, null, false, false);
        }
    }

    private record Happening(long at, long order, Runnable what) {}

    static final int MILLI = 1000;

    /** Microseconds since the beginning; the time that no agent sees. */
    long now;

    long events;
    final SplittableRandom random;
    final List<Machine> machines = new ArrayList<>();
    final Etcd etcd = new Etcd(this);
    final Ledger ledger = new Ledger(this);
    final Agent agent;

    /** Whether agents ever look less often than each {@link Timing#LOOP}: under load they do not. */
    private final boolean calms;

    /** Longest delay of a packet, in microseconds; a fault raises it. */
    int slowest = 3 * MILLI;

    /** How often, in percent, something goes wrong just when an agent acts. */
    int mischief;

    /** How often, in percent, that is more than a delay. */
    int harm = 60;

    /** Nothing goes wrong, so nothing needs to be killed. */
    boolean quiet;

    /** A mistake of the agent's edges, put back: see {@link Schedule#quiet}. */
    boolean unsentIsUnknown;

    /** Another: see {@link Schedule#deaf}. */
    boolean unansweredIsSeen;

    /** How many packets of a hundred are quick. */
    int quick = 95;

    private final PriorityQueue<Happening> queue = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.order, other.order));
    private long order;
    private final StringBuilder trace;

    World(long seed, Agent agent, boolean traced) {
        random = new SplittableRandom(seed);
        calms = seed % 2 != 0;
        this.agent = agent;
        trace = traced ? new StringBuilder() : null;
    }

    /** How soon that agent looks again, in microseconds. */
    int pace(AgentState agent) {
        Duration pace = Pace.of(agent);
        boolean busy = !calms && pace.equals(Timing.CALM);
        return (int) ((busy ? Timing.LOOP : pace).toNanos() / 1000);
    }

    void in(int micros, Runnable what) {
        queue.add(new Happening(now + micros, order++, what));
    }

    /** Runs what happens until that time. */
    void runUntil(long end) {
        while (!queue.isEmpty() && queue.peek().at <= end) {
            Happening next = queue.poll();
            now = next.at;
            events++;
            next.what.run();
        }
        now = end;
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A packet's way: mostly quick, seldom as slow as the network is now. */
    int delay() {
        return chance(quick) ? between(200, 2 * MILLI) : between(MILLI, slowest);
    }

    void tell(Supplier<String> line) {
        if (trace != null) {
            trace.append(now / MILLI)
                    .append('.')
                    .append(now % MILLI / 100)
                    .append(" ms  ")
                    .append(line.get())
                    .append('\n');
        }
    }

    String trace() {
        return trace == null ? "" : trace.toString();
    }

    void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            String message = otherwise.get();
            tell(() -> "VIOLATION: " + message);
            throw new Violation(message);
        }
    }
}
