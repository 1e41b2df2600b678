package dev.tandem.control.cli;

import dev.tandem.control.apply.ReplicaProgress;
import dev.tandem.control.layout.CertificateName;
import dev.tandem.control.layout.SecretName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.vault.KeptRotation;
import dev.tandem.control.vault.KeptRotation.Step;
import dev.tandem.control.vault.KeptRotation.UnderWay;
import dev.tandem.control.vault.KeptSecret;
import dev.tandem.control.vault.Phase;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces secrets together, in steps of which each leaves a site that works: the next values are made and accepted everywhere; they are in
 * use everywhere; the old ones are accepted nowhere. Certificates change with the second step: one authority vouches for both. What comes next
 * is in the vault, so that another run goes on.
 */
final class Rotation {
    private final Vault vault;
    private final Talk talk;
    private final Machines machines;
    private final KeptRotation journal;

    Rotation(Vault vault, Talk talk, Machines machines) {
        this.vault = vault;
        this.talk = talk;
        this.machines = machines;
        this.journal = vault.rotation();
    }

    /** Of this site's secrets, under its lock. */
    static Rotation of(Workplace workplace, Talk talk, Applying applying) {
        return new Rotation(workplace.vault(), talk, new AppliedMachines(workplace, applying));
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
        if (journal.underWay().isPresent()) {
            UnderWay before = journal.underWay().get();
            requireSame(before, secrets, certificates);
            talk.line("An interrupted replacement of " + words(before) + " goes on.");
            return goOn(before);
        }
        List<SecretName> cutOff = secrets.stream().filter(this::isCutOff).toList();
        if (!cutOff.isEmpty()) {
            UnderWay rest = new UnderWay(Step.ACCEPT, cutOff, List.of());
            talk.line("An interrupted replacement of " + words(rest) + " goes on.");
            goOn(rest);
            if (cutOff.containsAll(secrets) && certificates.isEmpty()) {
                return rest;
            }
        }
        machines.requireNothingPending();
        return goOn(new UnderWay(Step.MAKE, secrets, certificates));
    }

    private static void requireSame(UnderWay before, List<SecretName> secrets, List<CertificateName> certificates) {
        if (!before.holds(secrets, certificates)) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: a replacement of " + words(before)
                            + " was interrupted and goes first. Next: tandem secret rotate "
                            + before.secrets().stream()
                                    .map(SecretName::value)
                                    .findFirst()
                                    .orElse("--all")
                            + "; then this again");
        }
    }

    /** For instance {@code database-application}, or {@code 6 secrets and 23 certificates}. */
    static String words(UnderWay what) {
        int secrets = what.secrets().size();
        int certificates = what.certificates().size();
        if (secrets + certificates == 1) {
            return Stream.concat(
                            what.secrets().stream().map(SecretName::value),
                            what.certificates().stream().map(name -> SecretArgument.CERTIFICATE + name))
                    .collect(Collectors.joining());
        }
        return Stream.of(counted(secrets, "secret"), counted(certificates, "certificate"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String counted(int count, String what) {
        return count == 0 ? "" : count + " " + what + (count == 1 ? "" : "s");
    }

    /**
     * Whether a replacement was cut off of which only the secret's own files tell: by a version without a journal, or found on machines by
     * {@code vault recover}. The value that the application had before stays accepted after one has ended, so that alone does not show it:
     * that some machine does not have the new one yet does.
     */
    private boolean isCutOff(SecretName name) {
        return switch (kept(name).phase()) {
            case STEADY -> false;
            case PREPARED -> true;
            case SWITCHED -> !name.isOfApplication() || machines.isPending();
        };
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
