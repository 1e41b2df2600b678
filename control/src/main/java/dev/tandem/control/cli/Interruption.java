package dev.tandem.control.cli;

/** Does something when this process is told to end (Ctrl-C, SIGTERM) while it is being watched for. */
public final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** Until it is closed. */
    public static Interruption watch(Runnable goodbye) {
        Thread hook = Thread.ofPlatform().name("interruption").unstarted(goodbye);
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    /** From here on the process ends without it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is doing its work already.
        }
    }
}
