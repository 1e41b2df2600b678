package dev.tandem.control.apply;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps two applies on one site apart, from whatever computers they come: a lease on every machine, taken in the order of the
 * site's file so that two takers meet at the first machine. It is renewed while it is held and expires by itself a minute
 * after its owner has gone; on the owner's own computer the next command need not wait for that.
 */
public final class SiteLock implements AutoCloseable {
    private static final Duration EXPIRES_AFTER = Duration.ofSeconds(60);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(15);
    private static final int LOCKED = 6;

    private final Fleet fleet;
    private final String owner;
    private final String token = LockToken.ofThisProcess().toString();
    private final List<MachineName> held = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    private SiteLock(Fleet fleet, String owner) {
        this.fleet = fleet;
        this.owner = owner;
    }

    /**
     * Takes the lock.
     *
     * @param owner who takes it and for what, as others will read it
     * @throws LockedException when somebody else holds it on one of the machines; it is then held on none by this call
     * @throws RemoteException when a machine cannot be asked
     */
    public static SiteLock take(Fleet fleet, List<MachineName> machines, String owner) {
        SiteLock lock = new SiteLock(fleet, owner);
        try {
            machines.forEach(lock::take);
        } catch (LockedException | RemoteException e) {
            lock.close();
            throw e;
        }
        Thread.ofVirtual().name("site lock").start(lock::renewUntilReleased);
        return lock;
    }

    private void take(MachineName machine) {
        Completed completed = tell(machine, "take", "");
        if (completed.exit() == LOCKED) {
            String heldBy = completed.lines().getFirst();
            if (LockToken.parse(heldBy).filter(LockToken::isOfDeadProcessHere).isPresent()) {
                completed = tell(machine, "take", heldBy);
            }
        }
        if (completed.exit() == LOCKED) {
            throw new LockedException(machine, completed.lines().getLast());
        }
        held.add(machine);
    }

    private Completed tell(MachineName machine, String verb, String deadOwner) {
        RemoteCommand command = RemoteCommand.script(
                verb + " the site's lock",
                Scripts.LOCK,
                verb,
                token,
                Long.toString(EXPIRES_AFTER.toSeconds()),
                owner,
                deadOwner);
        Completed completed = fleet.machine(machine).run(command);
        if (!completed.succeeded() && completed.exit() != LOCKED) {
            throw RemoteException.ended(machine, command, completed);
        }
        return completed;
    }

    private void renewUntilReleased() {
        try {
            while (!released.await(RENEW_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                held.forEach(machine -> {
                    try {
                        tell(machine, "renew", "");
                    } catch (RemoteException e) {
                        // The lease outlives three missed renewals; a machine that is away longer ends the apply
                        // anyway.
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
    }

    /** Frees it wherever the machine still answers; elsewhere it expires. Any thread may do that, and more than once. */
    public synchronized void release() {
        released.countDown();
        for (MachineName machine : held) {
            try {
                tell(machine, "release", "");
            } catch (RemoteException e) {
                // It expires there.
            }
        }
        held.clear();
    }
}
