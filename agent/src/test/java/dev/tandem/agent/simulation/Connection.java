package dev.tandem.agent.simulation;

/** One replication connection. Either side may think it alive when the other does not. */
final class Connection {
    final Machine primary;
    final Machine replica;
    final boolean voice;
    final int primaryProcess;
    boolean aliveAtPrimary = true;
    boolean aliveAtReplica = true;
    boolean sending;

    /** Since when nothing could be delivered; 0 while all is well. */
    long silentSince;

    Connection(Machine primary, Machine replica, boolean voice) {
        this.primary = primary;
        this.replica = replica;
        this.voice = voice;
        primaryProcess = primary.mysqld.process;
    }
}
