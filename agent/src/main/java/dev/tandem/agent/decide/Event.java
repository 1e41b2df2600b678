package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.Request;
import org.jspecify.annotations.Nullable;

/** What the loop tells the agent. */
public sealed interface Event {
    /**
     * This machine was looked at: as {@link Pace} says, after every act, and at once when something happened. A new agent
     * is told so only when no statement of an earlier agent is under way any more: the loop ends their sessions first.
     */
    record Looked(DatabaseStatus database, boolean tainted) implements Event {}

    /** Nobody could look in time: mysqld is slow to answer, and everything else goes on. */
    record NotLooked() implements Event {}

    /** etcd answered a linearizable read of all keys in one transaction. */
    record Read(
            Tick sent,
            ClusterView.@Nullable Recorded state,
            @Nullable Heartbeat heartbeat,
            long heartbeatRevision,
            boolean paused,
            @Nullable Request request)
            implements Event {}

    /** No answer to a read in time. */
    record NotRead() implements Event {}

    /**
     * etcd answered a read with what is not understood.
     *
     * @param because a main clause
     */
    record NotUnderstood(String because) implements Event {}

    /** etcd did what {@link Action.WriteState} asks for, at that revision. */
    record Swapped(long revision) implements Event {}

    /** etcd found another revision, and neither did nor will do it. */
    record NotSwapped() implements Event {}

    /** No answer: it may have happened, or may happen later. */
    record MaybeSwapped() implements Event {}

    /** etcd did what {@link Action.WriteHeartbeat} asks for. */
    record Beaten(Tick sent, Heartbeat heartbeat, long revision) implements Event {}

    /** etcd did not, or did not answer. */
    record NotBeaten() implements Event {}

    /** Another agent asks; it wants its moment back in the answer. */
    record Asked(MemberStatus status, Tick sent) implements Event {}

    /**
     * Another agent answers what was asked at that moment.
     *
     * @param promise it will not take over for {@link dev.tandem.agent.decide.view.Timing#SILENCE}
     */
    record Answered(MemberStatus status, boolean promise, Tick sent) implements Event {}

    /** An operator is about to write that state, in which this machine is primary. */
    record Announced(ClusterState state) implements Event {}

    /** Another machine's mysqld answered. */
    record DatabaseAnswered(MachineName machine) implements Event {}

    /** This agent will end now and another one begin. */
    record Leaving() implements Event {}

    /** An act has ended; the machine is looked at next. */
    record Acted(Decision.Act act, Decision.Outcome outcome) implements Event {}
}
