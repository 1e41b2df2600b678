package dev.tandem.control.apply;

import dev.tandem.control.operate.BalancerRotation;
import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteException;

/** One component of one machine, from its packages to the moment it was seen to answer. */
final class ComponentApply {
    private final ComponentPlan work;
    private final Families changes;
    private final Progress progress;
    private final Groundwork groundwork;
    private final FileSwap files;
    private final Services services;
    private final VoterSteps voters;
    private final DatabaseSteps database;
    private final CertificateSteps certificates;
    private final Guard guard;
    private final BalancerRotation rotation;

    /** The rotation is that of the machine's whole turn, which puts it back. */
    ComponentApply(Fleet fleet, ComponentPlan work, BalancerRotation rotation, Progress progress) {
        Remote remote = fleet.machine(work.machine());
        this.work = work;
        this.changes = Families.of(work.changes());
        this.progress = progress;
        this.groundwork = new Groundwork(remote, this::say);
        this.files = new FileSwap(remote, work.component().name(), changes.files());
        this.services = new Services(remote, work.component());
        this.voters = new VoterSteps(remote, this::say);
        this.database = new DatabaseSteps(remote, this::say);
        this.certificates = new CertificateSteps(remote, this::say);
        this.guard = new Guard(fleet, work.machine(), work.component());
        this.rotation = rotation;
    }

    /** Throws ApplyException, with what is true then. */
    void run() {
        try {
            groundwork.prepare(changes.ground());
            files.stage();
            files.check(work.component().checks());
        } catch (RemoteException e) {
            throw failed("nothing that runs was touched.", e);
        }
        try {
            services.begin(work.disruptive());
            if (work.disruptive()) {
                rotation.takeOut();
            }
            swapAndVerify();
        } catch (RemoteException e) {
            throw failed("stopped here; the machines that come later were not touched.", e);
        }
    }

    /** Writes down that all is done. Throws RemoteException. */
    void remember() {
        services.remember();
    }

    private void swapAndVerify() {
        try {
            services.retire(changes.retired());
            voters.prepare(work.component());
            guard.arm();
            files.swap();
            voters.carryOut(changes.voters());
            services.settle(changes);
            database.carryOut(changes.data());
            certificates.carryOut(changes.certificates());
            services.verify();
            guard.confirm();
        } catch (RemoteException e) {
            if (work.component().guarded()) {
                throw failed(
                        "with the new " + work.component().name()
                                + " no new connection was possible, or it did not take its files. The machine is back at the"
                                + " old one, or goes back to it by itself within " + Guard.GOES_BACK_AFTER.toSeconds()
                                + " s.",
                        e);
            }
            if (e.connectionLost()) {
                throw failed(
                        "the machine was lost in the middle; the machines that come later were not touched."
                                + " When it answers again, apply again: that goes on from there.",
                        e);
            }
            if (!ranBefore()) {
                throw e;
            }
            say("does not answer; putting the old files back");
            restore(e);
        }
    }

    /** Whether there is something good to go back to: a service that was never up has none. */
    private boolean ranBefore() {
        return work.changes(Change.ReloadUnits.class).findAny().isPresent()
                || work.changes(Change.RestartUnits.class).findAny().isPresent()
                || work.changes(Change.RestartDatabase.class).findAny().isPresent();
    }

    /** Puts the old files back and tells, with the failure, what came of it. */
    private void restore(RemoteException failure) {
        try {
            files.restore();
            services.goBack(work.disruptive());
            rotation.putBack();
        } catch (RemoteException second) {
            failure.addSuppressed(second);
            throw failed(
                    "the new files did not work, and going back to the old ones did not either (" + second.getMessage()
                            + ").",
                    failure);
        }
        throw failed("the new files did not work; the old ones are back and in use.", failure);
    }

    private void say(String what) {
        progress.says(work.machine(), work.component().name(), what);
    }

    private ApplyException failed(String what, RemoteException cause) {
        return new ApplyException(work.machine(), work.component().name(), what, cause);
    }
}
