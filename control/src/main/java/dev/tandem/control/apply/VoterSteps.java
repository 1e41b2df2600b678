package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.desired.Component;
import java.util.List;
import java.util.function.Consumer;

/** What a plan asks of those who vote. Each step may be done again. */
final class VoterSteps {
    private final Remote remote;
    private final Consumer<String> say;

    VoterSteps(Remote remote, Consumer<String> say) {
        this.remote = remote;
        this.say = say;
    }

    /** Before anything of etcd's changes. Throws RemoteException. */
    void prepare(Component component) {
        component.items(Voter.class).forEach(this::backUp);
    }

    /** With the new files in place, before etcd is started with them. Throws RemoteException. */
    void carryOut(List<Change.OfVoters> changes) {
        for (Change.OfVoters change : changes) {
            switch (change) {
                case Change.JoinVoters join -> arrange(join.voter(), "join");
                case Change.ForgetVoters forget -> arrange(forget.voter(), "forget");
            }
        }
    }

    /** A copy of what was decided, on the machine; none where etcd does not run or has no majority. */
    private void backUp(Voter voter) {
        remote.require(Scripts.step(
                "back up what was decided",
                Scripts.VOTERS,
                "backup",
                voter.authority().value(),
                voter.identity().value(),
                voter.clientUrl()));
    }

    private void arrange(Voter voter, String verb) {
        say.accept(verb.equals("join") ? "joining the voters" : "taking votes away");
        String asked = verb.equals("join") ? String.join(",", voter.others()) : voter.clientUrl();
        remote.require(Scripts.step(
                verb + " voters",
                Scripts.VOTERS,
                verb,
                voter.authority().value(),
                voter.identity().value(),
                asked,
                voter.name(),
                voter.peerUrl(),
                String.join(" ", voter.peerUrls())));
    }
}
