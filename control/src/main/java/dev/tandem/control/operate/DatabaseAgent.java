package dev.tandem.control.operate;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.protocol.AgentProgram;
import java.time.Duration;

/** A database machine's agent program, which tells all agents of the site what an operator wants. */
public final class DatabaseAgent {
    private final Remote remote;

    public DatabaseAgent(Remote remote) {
        this.remote = remote;
    }

    /** One command of the version that runs there, as it is given on the machine. */
    public static RemoteCommand command(String purpose, String verb, String... words) {
        return RemoteCommand.of(
                purpose, AgentProgram.command(AgentProgram.CURRENT, verb, words).toArray(String[]::new));
    }

    /**
     * Gives an order and waits for what comes of it: exit code 0 when it came about, the answer on the output, a sentence on the
     * error output. Throws RemoteException when the machine cannot be asked.
     */
    public Completed order(String purpose, Duration within, String verb, String... words) {
        return remote.run(command(purpose, verb, words).within(within));
    }
}
