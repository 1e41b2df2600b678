package dev.tandem.control.apply;

import dev.tandem.control.operate.BalancerRotation;
import dev.tandem.control.operate.SiteLock;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.desired.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One machine's turn in a stage: its components one after the other. From the first disruptive one until the last is in
 * place it is out of the balancers' rotation: its health check asks all of them at once.
 */
final class MachineTurn {
    private final Fleet fleet;
    private final SiteLock lock;
    private final Progress progress;
    private final List<ComponentPlan> work;
    private final BalancerRotation rotation;

    /** The work is one machine's, and not empty. */
    MachineTurn(Fleet fleet, SiteLock lock, Progress progress, List<ComponentPlan> work) {
        this.fleet = fleet;
        this.lock = lock;
        this.progress = progress;
        this.work = work;
        ComponentPlan named = rotating();
        Optional<Rotation> place = named.component().rotation();
        this.rotation = new BalancerRotation(
                fleet,
                place,
                what -> progress.says(named.machine(), named.component().name(), what));
    }

    /** Throws ApplyException, with what is true then, and LockedException before a step when the lock was lost. */
    void run() {
        List<ComponentApply> done = new ArrayList<>();
        try {
            for (ComponentPlan each : work) {
                lock.requireHeld();
                done.add(run(each));
            }
        } catch (ApplyException e) {
            endAfter(e, done);
            throw e;
        }
        try {
            end(done);
        } catch (RemoteException e) {
            ComponentPlan last = work.getLast();
            throw new ApplyException(
                    last.machine(),
                    rotating().component().name(),
                    "stopped here; the machines that come later were not touched.",
                    e);
        }
    }

    private ComponentApply run(ComponentPlan each) {
        long begin = System.nanoTime();
        progress.begins(each);
        ComponentApply component = new ComponentApply(fleet, each, rotation, progress);
        component.run();
        progress.ends(each, Duration.ofNanos(System.nanoTime() - begin));
        return component;
    }

    /** Only a machine that takes requests again has its work behind it. */
    private void end(List<ComponentApply> done) {
        rotation.putBack();
        done.forEach(ComponentApply::remember);
    }

    private void endAfter(ApplyException failure, List<ComponentApply> done) {
        try {
            rotation.tryToPutBack();
            done.forEach(ComponentApply::remember);
        } catch (RemoteException second) {
            failure.addSuppressed(second);
        }
    }

    /** The first component that has to do with the balancers; any one where none has. */
    private ComponentPlan rotating() {
        return work.stream()
                .filter(each -> each.component().rotation().isPresent())
                .findFirst()
                .orElse(work.getFirst());
    }
}
