package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.Tick;
import java.time.Duration;

/**
 * What an agent remembers of its own doing, in one life: one record a subject. All of it may be lost: a new agent begins with
 * {@link #ofNewAgent} and acts on the stricter reading until it knows.
 *
 * @param life what tells this life of the agent from others of its machine
 * @param lastWrite what may still happen to the state's key
 * @param mysqld what was done to this machine's mysqld
 * @param heartbeat what its heartbeats said
 * @param handover whether it gives up being primary
 * @param voice whose acknowledgement counts besides the partner's
 * @param admissions which replicas it lets connect
 * @param replica what it asked the primary for, and said of itself as a replica
 * @param freshness how old what readers see here may be
 * @param talk what was said among the agents
 * @param past what has happened to the site
 */
public record Memory(
        Life life,
        LastWrite lastWrite,
        OwnMysqld mysqld,
        OwnHeartbeat heartbeat,
        Handover handover,
        Voice voice,
        Admissions admissions,
        AsReplica replica,
        Freshness freshness,
        Talk talk,
        Past past) {
    /**
     * One life of an agent.
     *
     * @param number one that no other life of an agent of this machine has
     */
    public record Life(Tick begun, long number) {}

    /**
     * Remembers nothing.
     *
     * @param number one that no earlier agent of this machine used, neither for its life nor for a knock
     * @param replicaLag how old what a replica shows may be; zero for any age
     */
    public static Memory ofNewAgent(Tick now, long number, Duration replicaLag) {
        return new Memory(
                new Life(now, number),
                new LastWrite.Unknown(),
                OwnMysqld.UNTOUCHED,
                OwnHeartbeat.NONE,
                new Handover.None(),
                Voice.ofNobody(now),
                Admissions.NONE,
                AsReplica.ofNewAgent(number, now),
                Freshness.unknown(replicaLag),
                new Talk(now, null, null),
                Past.NONE);
    }

    public boolean isSettled() {
        return lastWrite instanceof LastWrite.Settled;
    }

    public Memory with(LastWrite to) {
        return new Memory(life, to, mysqld, heartbeat, handover, voice, admissions, replica, freshness, talk, past);
    }

    public Memory with(OwnMysqld to) {
        return new Memory(life, lastWrite, to, heartbeat, handover, voice, admissions, replica, freshness, talk, past);
    }

    public Memory with(OwnHeartbeat to) {
        return new Memory(life, lastWrite, mysqld, to, handover, voice, admissions, replica, freshness, talk, past);
    }

    public Memory with(Handover to) {
        return new Memory(life, lastWrite, mysqld, heartbeat, to, voice, admissions, replica, freshness, talk, past);
    }

    public Memory with(Voice to) {
        return new Memory(life, lastWrite, mysqld, heartbeat, handover, to, admissions, replica, freshness, talk, past);
    }

    public Memory with(Admissions to) {
        return new Memory(life, lastWrite, mysqld, heartbeat, handover, voice, to, replica, freshness, talk, past);
    }

    public Memory with(AsReplica to) {
        return new Memory(life, lastWrite, mysqld, heartbeat, handover, voice, admissions, to, freshness, talk, past);
    }

    public Memory with(Freshness to) {
        return new Memory(life, lastWrite, mysqld, heartbeat, handover, voice, admissions, replica, to, talk, past);
    }

    public Memory with(Talk to) {
        return new Memory(
                life, lastWrite, mysqld, heartbeat, handover, voice, admissions, replica, freshness, to, past);
    }

    public Memory with(Past to) {
        return new Memory(
                life, lastWrite, mysqld, heartbeat, handover, voice, admissions, replica, freshness, talk, to);
    }
}
