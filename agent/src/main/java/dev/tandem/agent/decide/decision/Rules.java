package dev.tandem.agent.decide.decision;

/**
 * The single rules of which the algorithm consists, each of which the mutation check can take away to show that the simulation
 * needs it. Outside the tests all of them hold always.
 *
 * @param compareRevision every change of the state compares its revision
 * @param compareHeartbeat a takeover also compares the heartbeat that it saw
 * @param compareLife a takeover needs the recorded life of mysqld and its threads
 * @param stopReceiverFirst a takeover stops the receiver before it looks what was received
 * @param applyFirst a takeover applies everything received before the swap
 * @param settle a write whose outcome is unknown is made impossible before anything relies on it not having happened
 * @param semiSyncBeforeSample a partner's position is sampled with semi-synchronous replication on
 * @param sampleOfLife a sample counts for the life in which it was taken
 * @param oneVoice nobody else may acknowledge while a partner is made or kept
 * @param swapBeforeRelease semi-synchronous replication goes off only when the state says that there is no partner
 * @param semiSyncBeforeOpen a primary with a partner opens with semi-synchronous replication on
 * @param recoveryRole the state's primary recovers as MASTER
 * @param withdrawFirst a partner gives up before its mysqld or its threads start
 * @param retireFirst a replica is copied only when the state has moved on since it last said that it is good for a partner, and
 *     who is recorded as partner said so of the very state that this replaces
 * @param promise a promise to the primary delays a takeover
 * @param confirmedGate clients get in only for a limited time after a confirmation
 * @param limitGate a new agent shortens what an earlier one that left allowed, before its first heartbeat
 * @param fenceByKill a primary of an older term is killed, not closed
 * @param shutWhileKilling clients do not get in from the decision to kill mysqld on
 * @param handOverAlive a primary whose mysqld was killed and does not end says no more that it serves, and hands over
 * @param boundedReads a replica is read from only while what it shows is younger than the site's limit
 * @param corroborate what etcd says is believed only when the agents say the same
 */
public record Rules(
        boolean compareRevision,
        boolean compareHeartbeat,
        boolean compareLife,
        boolean stopReceiverFirst,
        boolean applyFirst,
        boolean settle,
        boolean semiSyncBeforeSample,
        boolean sampleOfLife,
        boolean oneVoice,
        boolean swapBeforeRelease,
        boolean semiSyncBeforeOpen,
        boolean recoveryRole,
        boolean withdrawFirst,
        boolean retireFirst,
        boolean promise,
        boolean confirmedGate,
        boolean limitGate,
        boolean fenceByKill,
        boolean shutWhileKilling,
        boolean handOverAlive,
        boolean boundedReads,
        boolean corroborate) {
    public static final Rules ALL = new Rules(
            true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true,
            true, true, true, true);
}
