package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;

/** What the agent wants the loop to do. In the order given; each has a deadline and answers with an {@link Event}. */
public sealed interface Action {
    /** Reads all keys linearizably. */
    record ReadEtcd() implements Action {}

    /**
     * Writes the state if its revision, and the heartbeat's when one is given, are these; with a nonce that says who wrote.
     */
    record WriteState(ClusterState state, long revision, long heartbeatRevision) implements Action {}

    /** Writes the heartbeat if the state's and its own revision are these. */
    record WriteHeartbeat(Heartbeat heartbeat, long stateRevision, long revision) implements Action {}

    /** Asks another agent how it is; says how this one is. */
    record Ask(MachineName machine, MemberStatus status) implements Action {}

    /** Answers another agent. */
    record Answer(MachineName machine, MemberStatus status, boolean promise, Tick sent) implements Action {}

    /** Lets clients in until that moment; the kernel ends it. A moment that has passed opens nothing. */
    record OpenGate(Tick until) implements Action {}

    /** Clients that are let in until later are let in until that moment only. Ends before the next action begins. */
    record LimitGate(Tick until) implements Action {}

    /** Shuts clients out. Ends before the next action begins. */
    record CloseGate() implements Action {}

    /** Carries out what was decided. */
    record Perform(Decision.Act act) implements Action {}
}
