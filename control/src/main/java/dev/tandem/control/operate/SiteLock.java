package dev.tandem.control.operate;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.Script;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two applies on one site apart, from whatever computers they come: a lease on every machine, taken in the order of the
 * site's file so that two takers meet at the first machine. It is renewed while it is held and expires by itself a minute
 * after its owner has gone; on the owner's own computer the next command need not wait for that.
 */
public final class SiteLock implements AutoCloseable {
    private static final String SCRIPT = Script.beside(SiteLock.class, "lock.sh");
    private static final Duration EXPIRES_AFTER = Duration.ofSeconds(60);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(15);
    private static final int LOCKED = 6;

    private final Fleet fleet;
    private final String owner;
    private final String token;
    private final List<MachineName> held = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<@Nullable LockedException> lost = new AtomicReference<>();

    private SiteLock(Fleet fleet, String owner, LockToken token) {
        this.fleet = fleet;
        this.owner = owner;
        this.token = token.toString();
    }

    /**
     * Takes the lock.
     *
     * @param owner who takes it and for what, as others will read it
     * @throws LockedException when somebody else holds it on one of the machines; it is then held on none by this call
     * @throws RemoteException when a machine cannot be asked
     */
    public static SiteLock take(Fleet fleet, List<MachineName> machines, String owner) {
        return take(fleet, machines, owner, LockToken.ofThisProcess());
    }

    static SiteLock take(Fleet fleet, List<MachineName> machines, String owner, LockToken token) {
        SiteLock lock = new SiteLock(fleet, owner, token);
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
        requireOurs(machine, completed);
        held.add(machine);
    }

    private static void requireOurs(MachineName machine, Completed completed) {
        if (completed.exit() == LOCKED) {
            throw new LockedException(machine, completed.lines().getLast());
        }
    }

    /**
     * Asked before each step. Any thread may call it.
     *
     * @throws LockedException when the lease expired on one of the machines, because this computer slept or was cut off for
     *     longer than the lease lasts: somebody else may be changing the site now
     */
    public void requireHeld() {
        LockedException loss = lost.get();
        if (loss != null) {
            throw loss;
        }
    }

    private Completed tell(MachineName machine, String verb, String deadOwner) {
        RemoteCommand command = RemoteCommand.script(
                verb + " the site's lock",
                SCRIPT,
                verb,
                token,
                Long.toString(EXPIRES_AFTER.toSeconds()),
                owner,
                deadOwner);
        Completed completed = fleet.machine(machine).run(command);
        // Who holds it is named in the answer.
        boolean isLocked = completed.exit() == LOCKED && !completed.text().isBlank();
        if (!completed.succeeded() && !isLocked) {
            throw RemoteException.ended(machine, command, completed);
        }
        return completed;
    }

    private void renewUntilReleased() {
        try {
            while (!released.await(RENEW_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prolongs the lease everywhere, and notices where it is gone. */
    void renew() {
        for (MachineName machine : held) {
            try {
                requireOurs(machine, tell(machine, "renew", ""));
            } catch (LockedException e) {
                lost.compareAndSet(null, e);
            } catch (RemoteException e) {
                // The lease outlives three missed renewals; a machine that is away longer ends the apply anyway.
            }
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
