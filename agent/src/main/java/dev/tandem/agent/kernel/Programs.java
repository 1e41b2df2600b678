package dev.tandem.agent.kernel;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Programs that run on this machine: those that the agent starts, and those that it holds. Safe for many threads. */
public interface Programs {
    /** The real ones. */
    Programs OF_MACHINE = new MachinePrograms();

    /**
     * What a program answered.
     *
     * @param output the end of standard output and standard error, 32 KiB at most, stripped
     */
    record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs one to its end, and kills it when it does not end in time; then it did not succeed. */
    Result run(Duration limit, String... words);

    /** Starts one that is talked with. */
    Process start(ProcessBuilder program) throws IOException;

    /**
     * Takes hold of a process that somebody else started; empty when there is none of that number, or one of another program.
     *
     * @param name what its name must be, as in /proc/PID/comm
     * @param onEnd called once, by another thread, when the process has ended
     */
    Optional<ProcessHold> hold(int pid, String name, Runnable onEnd);
}
