package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.cli.db.Databases;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.operate.ReplicaProgress;
import dev.tandem.control.vault.KeptRotation;
import dev.tandem.control.vault.KeptRotation.Step;
import dev.tandem.control.vault.KeptRotation.UnderWay;
import dev.tandem.control.vault.KeptSecret;
import dev.tandem.control.vault.Phase;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;

/**
 * Replaces secrets together, in steps of which each leaves a site that works: the next values are made and accepted everywhere; they are in
 * use everywhere; the old ones are accepted nowhere. Certificates change with the second step: one authority vouches for both. What comes next
 * is in the vault, so that another run goes on.
 */
final class Rotation {
    private final Vault vault;
    private final Site site;
    private final Talk talk;
    private final Machines machines;
    private final KeptRotation journal;

    Rotation(Vault vault, Site site, Talk talk, Machines machines) {
        this.vault = vault;
        this.site = site;
        this.talk = talk;
        this.machines = machines;
        this.journal = vault.rotation();
    }

    /** Of this site's secrets, under its lock. */
    static Rotation of(Workplace workplace, Talk talk, Applying applying) {
        return new Rotation(workplace.vault(), workplace.site(), talk, new AppliedMachines(workplace, applying));
    }

    /** What is done to the machines between the changes of the vault. */
    interface Machines {
        /** Throws CommandFailure when something would change now. */
        void requireNothingPending();

        /** Whether something would change now. */
        boolean isPending();

        /** Makes them what vault and file say. Throws what an apply throws. */
        void apply();

        /** Returns when every replica has copied the primary's accounts: it knows accounts only then. Throws as {@link #apply}. */
        void awaitReplicas();
    }

    /** Machines that are planned for and applied to. */
    private record AppliedMachines(Workplace workplace, Applying applying) implements Machines {
        @Override
        public void requireNothingPending() {
            applying.requireNothingPending();
        }

        @Override
        public boolean isPending() {
            return !applying.plan().isEmpty();
        }

        @Override
        public void apply() {
            applying.apply(Applying.Consent.GIVEN);
        }

        @Override
        public void awaitReplicas() {
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

    /**
     * Replaces these, or goes on with an interrupted replacement that holds all of them.
     *
     * @return what was replaced, everywhere as was seen; else throws CommandFailure or what an apply throws
     */
    UnderWay run(List<SecretName> secrets, List<CertificateName> certificates) {
        Optional<UnderWay> interrupted = InterruptedRotation.of(vault, site);
        if (interrupted.isPresent()) {
            requireSame(interrupted.get(), secrets, certificates);
            return goOnWith(interrupted.get());
        }
        // One that is left replaces only what the site no longer has.
        journal.end();
        machines.requireNothingPending();
        return begin(secrets, certificates);
    }

    /** Ends an interrupted one of which everything new is in use everywhere, as an apply may have made it; of any other it knows nothing. */
    void endWhatIsInUse() {
        InterruptedRotation.of(vault, site)
                .filter(InterruptedRotation::isForApply)
                .ifPresent(this::goOnWith);
    }

    /**
     * Replaces these on a site that is as it should be. A value that is prepared already, by a version without a journal, comes first, because it
     * may be what was asked for. One that was replaced before and is still accepted is forgotten on the way: nothing uses it there.
     */
    private UnderWay begin(List<SecretName> secrets, List<CertificateName> certificates) {
        List<SecretName> prepared = secrets.stream()
                .filter(name -> kept(name).phase() == Phase.PREPARED)
                .toList();
        if (!prepared.isEmpty()) {
            UnderWay ended = goOnWith(new UnderWay(Step.ACCEPT, prepared, List.of()));
            if (prepared.containsAll(secrets) && certificates.isEmpty()) {
                return ended;
            }
        }
        return goOn(new UnderWay(Step.MAKE, secrets, certificates));
    }

    private static void requireSame(UnderWay before, List<SecretName> secrets, List<CertificateName> certificates) {
        if (!before.holds(secrets, certificates)) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: a replacement of " + InterruptedRotation.words(before)
                            + " was interrupted and goes first. Next: " + InterruptedRotation.command(before)
                            + "; then this again");
        }
    }

    private UnderWay goOnWith(UnderWay interrupted) {
        talk.line(
                "An interrupted replacement of " + InterruptedRotation.words(interrupted) + " goes on."
                        + " Its values may be as old as it is: when something leaked since, the same command once more after this.");
        return goOn(interrupted);
    }

    private UnderWay goOn(UnderWay from) {
        UnderWay now = from;
        journal.keep(now);
        while (now.step() != Step.END) {
            now = now.at(afterDoing(now));
            journal.keep(now);
        }
        end(now);
        if (machines.isPending()) {
            throw new CommandFailure(
                    Exit.FAILED, "Not every machine is as it should be after all. Next: tandem plan; tandem apply");
        }
        journal.end();
        return now;
    }

    /** Does a step, each part of which may have been done before. Returns the next one. */
    private Step afterDoing(UnderWay now) {
        return switch (now.step()) {
            case MAKE -> {
                now.secrets().forEach(name -> kept(name).prepare());
                yield Step.ACCEPT;
            }
            case ACCEPT -> {
                accept(now);
                yield Step.USE;
            }
            case USE -> {
                now.secrets().stream()
                        .map(this::kept)
                        .filter(kept -> kept.phase() == Phase.PREPARED)
                        .forEach(KeptSecret::switchOver);
                step("2", "what is new is in use");
                yield Step.END;
            }
            case END -> Step.END;
        };
    }

    private void accept(UnderWay now) {
        if (!now.secrets().isEmpty()) {
            step("1", "new values are accepted beside the old ones");
            machines.awaitReplicas();
        }
        now.certificates().forEach(vault::forget);
    }

    /** What the application signed with its values until now stays good until somebody ends that. */
    private void end(UnderWay now) {
        List<SecretName> ending =
                now.secrets().stream().filter(name -> !name.isOfApplication()).toList();
        if (!ending.isEmpty()) {
            ending.forEach(name -> kept(name).forgetPrevious());
            step("3", "old values are worthless");
        }
    }

    private KeptSecret kept(SecretName name) {
        return vault.kept(name);
    }

    private void step(String number, String what) {
        talk.line("Step " + number + ": " + what + ".");
        machines.apply();
    }
}
