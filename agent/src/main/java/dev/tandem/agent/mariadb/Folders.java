package dev.tandem.agent.mariadb;

import java.nio.file.Path;

/**
 * Where the agent and mysqld keep their files.
 *
 * @param run the agent's that are gone after the machine was started again
 * @param state the agent's that stay
 * @param libraries what holds the data directory, and copies beside it
 */
record Folders(Path run, Path state, Path libraries) {
    static final Folders OF_MACHINE = new Folders(Place.RUN, Place.STATE, Path.of("/var/lib"));

    Path data() {
        return libraries.resolve("mysql");
    }
}
