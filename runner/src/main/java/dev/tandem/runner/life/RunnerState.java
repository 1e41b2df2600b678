package dev.tandem.runner.life;

/** Where the runner is in its life. Separate from the application's health, which only the application can tell. */
public enum RunnerState {
    STARTING,
    READY,
    DRAINING,
    STOPPED;

    /** Whether the runner may go from this state straight to {@code next}. */
    boolean leadsTo(RunnerState next) {
        return switch (this) {
            // Asked to stop, or failed, while it was starting: nothing is running, so nothing is drained.
            case STARTING -> next == READY || next == STOPPED;
            case READY -> next == DRAINING;
            case DRAINING -> next == STOPPED;
            case STOPPED -> false;
        };
    }

    /** As it stands in answers and metrics. */
    public String word() {
        return switch (this) {
            case STARTING -> "starting";
            case READY -> "ready";
            case DRAINING -> "draining";
            case STOPPED -> "stopped";
        };
    }
}
