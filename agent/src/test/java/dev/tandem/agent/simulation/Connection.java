package dev.tandem.agent.simulation;

/** One replication connection. Either side may think it alive when the other does not. */
final class Connection {
    private static final int HEARTBEAT = 500 * World.MILLI;
    private static final int NET_TIMEOUT = 3000 * World.MILLI;
    private static final int RETRY = 50 * World.MILLI;

    final Machine primary;
    final Machine replica;
    final boolean voice;
    final int primaryProcess;
    boolean aliveAtPrimary = true;
    boolean aliveAtReplica = true;
    private boolean sending;

    /** Since when nothing could be delivered; 0 while all is well. */
    private long silentSince;

    Connection(Machine primary, Machine replica, boolean voice) {
        this.primary = primary;
        this.replica = replica;
        this.voice = voice;
        primaryProcess = primary.mysqld.process;
    }

    /** Plans a packet to the replica, if none is on its way; also that the primary has closed it, which the replica learns when it can. */
    void send() {
        if (!sending) {
            sending = true;
            primary.world.in(primary.world.delay(), this::deliver);
        }
    }

    private void deliver() {
        sending = false;
        Mysqld from = primary.mysqld;
        Mysqld to = replica.mysqld;
        if (!aliveAtReplica || to.upstream != this) {
            return;
        }
        boolean quiet = primary.cutTo(replica) || replica.frozen || primary.frozen || from.stopped || !primary.powered;
        if (quiet && !replica.frozen) {
            silent();
            return;
        }
        if (replica.frozen || to.stopped || to.hung) {
            again();
            return;
        }
        silentSince = 0;
        if (!aliveAtPrimary) {
            to.lostUpstream(this);
            return;
        }
        to.take(this, from);
    }

    private void again() {
        sending = true;
        primary.world.in(RETRY, this::deliver);
    }

    private void silent() {
        long now = primary.world.now;
        if (silentSince == 0) {
            silentSince = now;
        }
        if (now - silentSince > NET_TIMEOUT) {
            replica.mysqld.lostUpstream(this);
        } else {
            again();
        }
    }

    /** MASTER_HEARTBEAT_PERIOD: the primary had nothing to send for so long. Comes after everything that was sent before. */
    void heartbeat(int before) {
        World world = primary.world;
        world.in(HEARTBEAT, () -> {
            Mysqld from = primary.mysqld;
            if (!aliveAtPrimary || !from.running || primaryProcess != from.process) {
                return;
            }
            int sent = from.length;
            if (sent == before && !from.stopped && !primary.frozen) {
                world.in(world.delay(), () -> heartbeatArrives(sent));
            }
            heartbeat(sent);
        });
    }

    private void heartbeatArrives(int sent) {
        Mysqld to = replica.mysqld;
        boolean arrives = to.upstream == this && !primary.cutTo(replica) && replica.powered && !replica.frozen;
        if (arrives && !to.stopped && !to.hung && to.length + to.received >= sent) {
            to.heartbeats++;
        }
    }
}
