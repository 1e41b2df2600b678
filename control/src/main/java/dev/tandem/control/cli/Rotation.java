package dev.tandem.control.cli;

import dev.tandem.control.apply.ReplicaProgress;
import dev.tandem.control.layout.SecretName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.vault.KeptSecret;
import dev.tandem.control.vault.Phase;
import dev.tandem.protocol.MachineName;

/**
 * Replaces one secret, in steps of which each leaves a site that works: the next value is made and accepted everywhere; it is
 * in use everywhere; the old one is accepted nowhere. What step comes next is in the vault, so that another run goes on.
 */
final class Rotation {
    private final Workplace workplace;
    private final Talk talk;
    private final Applying applying;
    private final SecretName name;
    private final KeptSecret kept;

    Rotation(Workplace workplace, Talk talk, Applying applying, SecretName name) {
        this.workplace = workplace;
        this.talk = talk;
        this.applying = applying;
        this.name = name;
        this.kept = workplace.vault().kept(name);
    }

    /** Returns true when the new value was seen to be everywhere; else throws CommandFailure or what an apply throws. */
    boolean run() {
        if (begins()) {
            applying.requireNothingPending();
            kept.prepare();
        } else {
            talk.line("An interrupted replacement of " + name + " goes on.");
        }
        if (kept.phase() == Phase.PREPARED) {
            step("1", "the new value is accepted beside the old one");
            awaitReplicas();
            kept.switchOver();
        }
        step("2", "the new value is in use");
        if (!name.isOfApplication()) {
            kept.forgetPrevious();
            step("3", "the old value is worthless");
        }
        if (!applying.plan().isEmpty()) {
            throw new CommandFailure(
                    Exit.FAILED, "Not every machine is as it should be after all. Next: tandem plan; tandem apply");
        }
        return true;
    }

    /**
     * Whether a new replacement begins. The value that the application had before stays accepted after one has ended, so that
     * alone does not show that one was cut off: that some machine does not have the new one yet does.
     */
    private boolean begins() {
        return switch (kept.phase()) {
            case STEADY -> true;
            case PREPARED -> false;
            case SWITCHED -> name.isOfApplication() && applying.plan().isEmpty();
        };
    }

    private void step(String number, String what) {
        talk.line("Step " + number + ": " + what + ".");
        applying.apply(Applying.Consent.GIVEN);
    }

    /** A replica knows accounts only when it has copied them. */
    private void awaitReplicas() {
        MachineName primary = Databases.primary(workplace);
        ReplicaProgress.await(
                workplace.fleet(),
                primary,
                workplace.layout().databases().stream()
                        .map(Machine::name)
                        .filter(machine -> !machine.equals(primary))
                        .toList());
    }
}
