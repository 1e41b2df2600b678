package dev.tandem.agent.decide.view;

import java.time.Duration;

/** Every time that the algorithm knows, each with its reason. None of them is in the safety of writes. */
public final class Timing {
    /** How often the loop looks without being woken, when something happens: six heartbeats fit into the life of the gate. */
    public static final Duration LOOP = Duration.ofMillis(100);

    /** The same while nothing does; see {@link dev.tandem.agent.decide.Pace}. Three heartbeats fit into the life of the gate, four into a silence. */
    public static final Duration CALM = Duration.ofMillis(200);

    /** The same during a switchover and shortly before a takeover: every look is an outage for writes. */
    public static final Duration HURRY = Duration.ofMillis(20);

    /** How long clients reach the primary after its last confirmed heartbeat was sent; then the kernel shuts them out. */
    public static final Duration GATE = Duration.ofMillis(600);

    /**
     * How long the partner hears nothing before it takes over: {@link #GATE} and half as much again, so that two clocks may
     * differ in rate by a third before a client reads what is old.
     */
    public static final Duration SILENCE = Duration.ofMillis(900);

    /** How long before that it begins to look more often, and how long it goes on so: every step of a takeover waits for a look. */
    public static final Duration LATE = SILENCE.minus(LOOP.multipliedBy(2));

    public static final Duration LOST = SILENCE.plus(Duration.ofSeconds(2));

    /**
     * How much longer, when its mysqld still answers: a stall of the agent does not switch the site. One whose loop hangs ends after
     * four seconds and takes two more to come back, which is longer than a takeover.
     */
    public static final Duration DATABASE_WITHOUT_AGENT = Duration.ofMillis(600);

    /** {@link #GATE}, when the last heartbeat said that the agent leaves. A JVM that starts on a busy computer takes seconds. */
    public static final Duration GATE_WHEN_LEAVING = Duration.ofSeconds(8);

    /** {@link #SILENCE} then: half as much again, for the same reason. */
    public static final Duration SILENCE_WHEN_LEAVING = Duration.ofSeconds(12);

    /** Two questions to the primary's agent and mysqld, 150 ms each: one bad link does not switch the site. */
    public static final Duration ANSWER = Duration.ofMillis(300);

    /** How often the others are asked how they are while nothing depends on it; else every {@link #LOOP}. */
    public static final Duration ASK = Duration.ofMillis(300);

    /**
     * How long commits wait for a partner that is gone before the primary gives it up; also what a replica may stall. With what
     * follows it, clients that wait for a second do not notice.
     */
    public static final Duration REDUCTION = Duration.ofMillis(600);

    /** How old may be what another machine said of itself: three questions, and what a busy computer adds. */
    public static final Duration HEARD = Duration.ofSeconds(1);

    /** From when on a waiting commit says that the partner does not answer well. An acknowledgement takes milliseconds. */
    public static final Duration SLOW_ACKNOWLEDGEMENT = Duration.ofMillis(300);

    /** How old the last complete look at etcd may be for a decision that needs it. Five loops: computers are busy at times. */
    public static final Duration CURRENT = Duration.ofMillis(500);

    /** How long a replica has to connect after it was invited to become partner: it stops and starts its receiver first. */
    public static final Duration INVITATION = Duration.ofSeconds(3);

    /** How long a primary without mysqld waits for its partner to take over before it starts again by itself. */
    public static final Duration TAKE_BACK = Duration.ofSeconds(5);

    /** Between two attempts to start mysqld, or to copy its data: each takes a second or more, and fills the journal. */
    public static final Duration AGAIN = Duration.ofSeconds(5);

    /** How long a switchover waits, with the routers paused, for transactions to end and for the partner. */
    public static final Duration SWITCHOVER_STEP = Duration.ofSeconds(2);

    /** How long a closed primary lets clients' statements end before it shuts them out. Each takes milliseconds to be refused. */
    public static final Duration SWITCHOVER_QUIET = Duration.ofMillis(250);

    /** Failovers within this time are counted, and after {@link #FAILOVERS} of them the agents wait for a human. */
    public static final Duration HOLD_WINDOW = Duration.ofMinutes(10);

    /** Three in ten minutes have a cause that a fourth will not cure. */
    public static final int FAILOVERS = 3;

    /** How old what a replica shows may be, where the site does not say otherwise. */
    public static final Duration REPLICA_LAG = Duration.ofSeconds(5);

    /** A pause of the agent after which it closes the gate before it thinks: the whole machine may have been paused. */
    public static final Duration JUMP = Duration.ofMillis(400);

    private Timing() {}
}
