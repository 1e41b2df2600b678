package dev.tandem.agent.kernel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A process that a test started; it ends when it is killed, unless it waits for storage that does not answer. */
public final class FakeHold implements ProcessHold {
    private final int pid;
    private final String name;
    private final List<Runnable> onEnd = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private volatile boolean sleeps;
    private volatile int kills;

    public FakeHold(int pid, String name) {
        this.pid = pid;
        this.name = name;
    }

    int pid() {
        return pid;
    }

    String name() {
        return name;
    }

    /** Told first: what ends with it. */
    public void onEnd(Runnable then) {
        onEnd.add(then);
    }

    /** In uninterruptible sleep, signals wait. Woken, it takes them. */
    public void sleeps(boolean deeply) {
        sleeps = deeply;
        if (!deeply && kills > 0) {
            end();
        }
    }

    /** How often it was sent SIGKILL. */
    public int kills() {
        return kills;
    }

    /** It ends by itself. */
    public synchronized void end() {
        if (!ended) {
            ended = true;
            onEnd.forEach(Runnable::run);
        }
    }

    @Override
    public String identity() {
        return "p" + pid + "s1";
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public synchronized void kill() {
        kills += 1;
        if (!sleeps) {
            end();
        }
    }
}
