package dev.tandem.agent.mariadb.data;

import java.nio.file.Path;

/**
 * Where the agent and mysqld keep their files.
 *
 * @param run the agent's that are gone after the machine was started again
 * @param state the agent's that stay
 * @param libraries what holds the data directory, and copies beside it
 */
public record Folders(Path run, Path state, Path libraries) {
    public static final Folders OF_MACHINE =
            new Folders(Path.of("/run/tandem-agent"), Path.of("/var/lib/tandem-agent"), Path.of("/var/lib"));

    public Path data() {
        return libraries.resolve("mysql");
    }
}
