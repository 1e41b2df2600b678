package dev.tandem.agent.kernel;

/**
 * A hold on one process: a signal goes to it or to nobody, whatever has become of its number. Safe for many threads; held until it
 * has ended.
 */
public interface ProcessHold {
    /** Tells this process from every other that this machine runs until it starts again. */
    String identity();

    boolean hasEnded();

    /** SIGKILL. The process may need a moment to end, and for ever while it waits for storage that does not answer. */
    void kill();
}
