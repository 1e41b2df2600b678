package dev.tandem.control.operate;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A database machine's agent program, which tells all agents of the site what an operator wants. */
public final class DatabaseAgent {
    /** One that ends soon needs neither much memory nor the better one of the two compilers. */
    private static final List<String> PROGRAM = List.of(
            "java",
            "-Xmx48m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            "/opt/tandem/agent/current/agent.jar");

    private static final String CONFIGURATION = "/etc/tandem/agent/agent.properties";

    private final Remote remote;

    public DatabaseAgent(Remote remote) {
        this.remote = remote;
    }

    /**
     * Gives an order and waits for what comes of it: exit code 0 when it came about, the answer on the output, a sentence on the
     * error output. Throws RemoteException when the machine cannot be asked.
     */
    public Completed order(String purpose, Duration within, String verb, String... words) {
        List<String> all = new ArrayList<>(PROGRAM);
        all.add(verb);
        all.add(CONFIGURATION);
        all.addAll(List.of(words));
        return remote.run(RemoteCommand.of(purpose, all.toArray(String[]::new)).within(within));
    }
}
