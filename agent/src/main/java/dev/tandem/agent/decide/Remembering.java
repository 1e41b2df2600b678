package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.memory.Handover;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.memory.Voice;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import java.util.Objects;

/** What the agent remembers of what it has begun. */
final class Remembering {
    private Remembering() {}

    static Memory note(AgentState agent, Decision.Note note, Tick now) {
        Memory memory = agent.memory();
        return switch (note) {
            case Decision.HandOver _ ->
                memory.with(memory.handover().offered(now))
                        .with(memory.heartbeat().news());
            case Decision.TakeBack _ -> {
                boolean down = agent.database() instanceof DatabaseStatus.Stopped;
                Handover takenBack = down ? new Handover.TakenBack(now) : new Handover.None();
                yield done(agent).with(takenBack).with(memory.heartbeat().news());
            }
            case Decision.Invite invite -> memory.with(Voice.ofInvited(invite.candidate(), now));
            case Decision.Dismiss _ -> memory.with(memory.voice().dismissed());
            case Decision.TakeSample taken -> memory.with(memory.voice().sampled(taken.sample()));
            case Decision.Retire _ -> {
                long known = Objects.requireNonNull(agent.view().state()).revision();
                yield memory.with(memory.replica().retired(known));
            }
            case Decision.Return _ -> memory.with(memory.replica().back());
            case Decision.Knock _ -> memory.with(memory.replica().knock(now));
        };
    }

    static Memory act(AgentState agent, Decision.Act act, Tick now) {
        Memory memory = agent.memory();
        return switch (act) {
            case Decision.PauseRouters _ -> memory.with(new Handover.Paused(now));
            case Decision.Close _ -> memory.with(new Handover.Closed(now));
            case Decision.GiveUpSwitchover _ ->
                done(agent).with(memory.handover().withoutSwitchover());
            case Decision.Fence _ -> memory.with(memory.mysqld().killed());
            case Decision.MarkTainted _ -> memory.with(memory.mysqld().mark());
            // What was handed over has been: nothing of it holds back what comes next.
            case Decision.Start _ ->
                memory.with(new Handover.None()).with(memory.replica().back());
            case Decision.Stop _, Decision.Rebuild _ -> done(agent);
            // What is released from now on counts anew, so what was released before has to be in the sample.
            case Decision.SemiSync _ -> memory.with(memory.voice().recounted());
            case Decision.Receive _, Decision.Follow _ ->
                memory.with(memory.replica().connects());
            case Decision.Admit admit -> memory.with(memory.admissions().begun(admit.replica(), admit.voice()));
            case Decision.Open _, Decision.Expel _, Decision.StopReceiver _, Decision.Demote _ -> memory;
        };
    }

    /** Time has gone by. */
    static Memory age(Memory memory, Tick now) {
        return memory.with(memory.freshness().ripened(now));
    }

    /** What an operator asked for was begun here, or given up. */
    private static Memory done(AgentState agent) {
        Memory memory = agent.memory();
        return memory.with(memory.past().done(agent.view().request()));
    }
}
