package dev.tandem.agent.decide;

import dev.tandem.protocol.Request;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the agent remembers of what it has begun. */
final class Remembering {
    private Remembering() {}

    static Memory note(AgentState agent, Decision.Note note, Tick now) {
        return agent.memory().change(m -> {
            switch (note) {
                case Decision.HandOver handOver -> {
                    m.handingOver = true;
                    m.downSince = now;
                    m.beat = null;
                }
                case Decision.TakeBack takeBack -> {
                    m.handingOver = false;
                    m.downSince = agent.database() instanceof DatabaseStatus.Stopped ? now : null;
                    m.beat = null;
                    endSwitchover(agent, m);
                }
                case Decision.Invite invite -> {
                    m.candidate = invite.candidate();
                    m.sample = null;
                    m.voiceSeen = now;
                }
                case Decision.Dismiss dismiss -> {
                    m.candidate = null;
                    m.sample = null;
                }
                case Decision.TakeSample taken -> m.sample = taken.sample();
                case Decision.Retire retire ->
                    m.retiredAt = Objects.requireNonNull(agent.view().state()).revision();
                case Decision.Return again -> m.retiredAt = Memory.NOT_RETIRED;
                case Decision.Knock knock -> {
                    m.knock++;
                    m.knocked = true;
                    m.knockUsed = false;
                    m.knockedAt = now;
                }
            }
        });
    }

    static Memory act(AgentState agent, Decision.Act act, Tick now) {
        return switch (act) {
            case Decision.PauseRouters pause -> step(agent, Memory.Step.PAUSED, now);
            case Decision.Close close -> step(agent, Memory.Step.CLOSED, now);
            case Decision.GiveUpSwitchover given -> agent.memory().change(m -> endSwitchover(agent, m));
            case Decision.Fence fence
            when agent.memory().kill == Memory.Kill.NONE -> agent.memory().change(m -> m.kill = Memory.Kill.BEGUN);
            case Decision.MarkTainted taint -> agent.memory().change(m -> m.marked = true);
            case Decision.Start start ->
                agent.memory().change(m -> {
                    serveAgain(m);
                    m.retiredAt = Memory.NOT_RETIRED;
                });
            case Decision.Stop stop -> agent.memory().change(m -> requestDone(agent, m));
            case Decision.Rebuild rebuild -> agent.memory().change(m -> requestDone(agent, m));
            // What is released from now on counts anew, so what was released before has to be in the sample.
            case Decision.SemiSync semiSync
            when agent.memory().sample != null && agent.memory().sample.semiSync() ->
                agent.memory().change(m -> m.sample = null);
            case Decision.Receive receive -> agent.memory().change(m -> m.knockUsed = true);
            case Decision.Follow follow -> agent.memory().change(m -> m.knockUsed = true);
            case Decision.Admit admit
            when admit.voice() -> agent.memory().change(m -> m.voiceless = without(m.voiceless, admit.replica()));
            default -> agent.memory();
        };
    }

    /** Time has gone by. */
    static Memory age(Memory memory, Tick now) {
        Freshness aged = memory.freshness.ripened(now);
        return aged.equals(memory.freshness) ? memory : memory.change(m -> m.freshness = aged);
    }

    private static Memory step(AgentState agent, Memory.Step step, Tick now) {
        return agent.memory().change(m -> {
            m.step = step;
            m.stepSince = now;
        });
    }

    private static void endSwitchover(AgentState agent, Memory m) {
        m.step = Memory.Step.NONE;
        requestDone(agent, m);
    }

    private static void requestDone(AgentState agent, Memory m) {
        Request request = agent.view().request();
        m.requestDone = request == null ? m.requestDone : request.id();
    }

    /** What was handed over has been: nothing of it holds back what comes next. */
    static void serveAgain(Memory m) {
        m.handingOver = false;
        m.downSince = null;
        m.step = Memory.Step.NONE;
    }

    private static <T> Set<T> without(Set<T> set, T member) {
        return set.stream().filter(one -> !one.equals(member)).collect(Collectors.toUnmodifiableSet());
    }
}
