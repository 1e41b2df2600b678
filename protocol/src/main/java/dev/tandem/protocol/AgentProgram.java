package dev.tandem.protocol;

import java.util.ArrayList;
import java.util.List;

/** The database agent's program as a command on its machine: what asks it and what it understands. */
public final class AgentProgram {
    /** The link to the version that runs. A version that was only placed lies beside it, in a folder that is called as its id. */
    public static final String CURRENT = "/opt/tandem/agent/current";

    /** Follows every command. */
    public static final String CONFIGURATION = "/etc/tandem/agent/agent.properties";

    /** Waits until this machine's agent says that it serves as the primary; SECONDS, at most. */
    public static final String AWAIT_PRIMARY = "await-primary";

    /**
     * Waits until this machine's agent says that it follows a primary that has a partner, or serves itself; SECONDS, for which the agent
     * may say nothing new.
     */
    public static final String AWAIT_REPLICA = "await-replica";

    /** Waits until this machine's agent has said since its start that etcd answers it; SECONDS, at most. */
    public static final String SPEAKS = "speaks";

    /** One that ends soon needs neither much memory nor the better one of the two compilers. */
    private static final List<String> JAVA =
            List.of("java", "-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar");

    private AgentProgram() {}

    /**
     * A command's words. The program needs 0.2 to 0.4 s to start, so whoever waits for something has it wait.
     *
     * @param folder {@link #CURRENT}, or where another version lies
     */
    public static List<String> command(String folder, String verb, String... words) {
        List<String> all = new ArrayList<>(JAVA);
        all.addAll(List.of(folder + "/agent.jar", verb, CONFIGURATION));
        all.addAll(List.of(words));
        return List.copyOf(all);
    }
}
