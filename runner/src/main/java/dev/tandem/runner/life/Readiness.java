package dev.tandem.runner.life;

import java.util.concurrent.atomic.AtomicReference;

/** The runner's state as all threads see it. */
public final class Readiness {
    private final AtomicReference<RunnerState> state = new AtomicReference<>(RunnerState.STARTING);

    public RunnerState state() {
        return state.get();
    }

    /**
     * Goes to {@code next} when the present state leads there; false, and nothing changed, when not. Of two threads that ask for the
     * same step one gets true.
     */
    public boolean advance(RunnerState next) {
        RunnerState present = state.get();
        return present.leadsTo(next) && state.compareAndSet(present, next);
    }
}
