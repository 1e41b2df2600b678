package dev.tandem.agent.kernel;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may reach this machine's MariaDB: clients (port 3306), replicas (port 3316), and whom this machine's own receiver is kept
 * from. Each call has happened when it returns, where it does not say otherwise.
 */
public final class Gate {
    private static final String CLIENTS = "clients";
    private static final String REPLICAS = "replicas";
    private static final String SHUNNED = "shunned";

    /** The port that clients use; replicas use another one, so that a machine that is both can be told apart. */
    public static final int CLIENT_PORT = 3306;

    public static final int REPLICATION_PORT = 3316;

    /** nft takes a time of 0 ms for none at all, and a time below the kernel's tick may become that. */
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    /** How long it is believed that nobody else has changed the table. */
    private static final Duration ASSERTED = Duration.ofSeconds(1);

    private final Packets packets;
    private final Programs programs;
    private volatile Mode mode = Mode.UNKNOWN;
    private volatile long until;
    private volatile long asserted;
    private volatile @Nullable List<String> listed;
    private volatile long listedAt;

    /** How the gate stands for clients. */
    public enum Mode {
        /** As an earlier agent left it. */
        UNKNOWN,
        CLOSED,
        /** The kernel closes it at a moment, whatever has become of the agent. */
        LEASE,
        /** A replica's: for readers, without an end. */
        READERS
    }

    public Gate(Programs programs) {
        this(programs, ANSWERS_WITHIN);
    }

    Gate(Programs programs, Duration answersWithin) {
        this.programs = programs;
        packets = new Packets(programs, answersWithin);
    }

    /**
     * Clients get in for that long, and no longer. Less than some milliseconds opens nothing.
     *
     * @param repeated another call follows before that time is over: this one need not wait until it has happened
     */
    public void lease(Duration left, boolean repeated) {
        if (left.compareTo(SHORTEST) < 0) {
            return;
        }
        if (repeated && mode() == Mode.LEASE) {
            packets.addSoon(CLIENTS, Integer.toString(CLIENT_PORT), left);
            until = System.nanoTime() + left.toNanos();
        } else {
            packets.add(CLIENTS, Integer.toString(CLIENT_PORT), left);
            mode = Mode.LEASE;
            until = System.nanoTime() + left.toNanos();
        }
    }

    /** A right that an earlier agent gave to clients ends after that time at the latest. */
    public void limit(Duration left) {
        if (left.compareTo(SHORTEST) < 0) {
            close();
            return;
        }
        boolean lets = packets.elements(CLIENTS).stream().anyMatch(element -> element.contains("expires"));
        if (lets && mode == Mode.UNKNOWN) {
            packets.add(CLIENTS, Integer.toString(CLIENT_PORT), left);
        }
    }

    public void readers() {
        packets.add(CLIENTS, Integer.toString(CLIENT_PORT), null);
        mode = Mode.READERS;
        asserted = System.nanoTime();
    }

    /** Whether readers should be let in again: somebody may have emptied the table. */
    public boolean isOfOld() {
        return System.nanoTime() - asserted > ASSERTED.toNanos();
    }

    public void close() {
        packets.delete(CLIENTS, Integer.toString(CLIENT_PORT));
        mode = Mode.CLOSED;
    }

    /** How it stands now. */
    public Mode mode() {
        return mode == Mode.LEASE && System.nanoTime() - until >= 0 ? Mode.CLOSED : mode;
    }

    public void admit(String replica) {
        packets.add(REPLICAS, replica, null);
        listed = null;
    }

    public void expel(String replica) {
        packets.delete(REPLICAS, replica);
        listed = null;
    }

    /** The addresses that may come to the replication port. */
    public List<String> admitted() {
        List<String> known = listed;
        if (known == null || System.nanoTime() - listedAt > ASSERTED.toNanos()) {
            known = packets.elements(REPLICAS);
            listedAt = System.nanoTime();
            listed = known;
        }
        return known;
    }

    /** Tears this machine's receiver from its source at once: it takes seconds when the source does not answer. */
    public void shun(String source, boolean shunned) {
        if (shunned) {
            packets.add(SHUNNED, source, null);
        } else {
            packets.delete(SHUNNED, source);
        }
    }

    /** Destroys every connection that an address has to the replication port (ss -K, needs CONFIG_INET_DIAG_DESTROY). */
    public void destroyConnections(String replica) {
        programs.run(
                Duration.ofSeconds(2),
                "ss",
                "--kill",
                "--no-header",
                "--tcp",
                "dst",
                replica,
                "sport",
                "=",
                ":" + REPLICATION_PORT);
    }
}
