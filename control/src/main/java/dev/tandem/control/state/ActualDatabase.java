package dev.tandem.control.state;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A database as it was found.
 *
 * @param schemas of the data directory, without the server's own; known even when the server does not run
 * @param initialised whether there is a data directory with the server's own tables
 * @param server what the running server says; none when it does not run or does not answer
 * @param seededFrom the source of a copy that was put in place but does not follow yet: an interrupted seeding
 */
public record ActualDatabase(
        SortedSet<String> schemas, boolean initialised, Optional<Server> server, Optional<String> seededFrom) {
    public ActualDatabase {
        schemas = Collections.unmodifiableSortedSet(new TreeSet<>(schemas));
    }

    /** Whether nothing would be lost if the data directory were replaced. */
    public boolean holdsNothing() {
        return schemas.isEmpty() && server.flatMap(Server::replication).isEmpty();
    }

    /**
     * What a running server says of itself.
     *
     * @param grants by account, quoted as {@code `user`@`host`}: what SHOW GRANTS prints
     */
    public record Server(boolean readOnly, Map<String, List<String>> grants, Optional<Replication> replication) {
        public Server {
            grants = Map.copyOf(grants);
        }
    }

    /**
     * How a server follows another.
     *
     * @param lag behind the source, in seconds; unknown while it is not connected
     * @param trust how it is sure of the source, and the source of it
     * @param error the last one of either thread; empty when there is none
     */
    public record Replication(
            String source, boolean receiving, boolean applying, OptionalLong lag, Trust trust, String error) {}

    /**
     * What a server was told to encrypt with when it follows another. The paths are empty where it was told nothing.
     *
     * @param verifies whether it wants to see a certificate made out to the source's address
     */
    public record Trust(boolean encrypts, boolean verifies, String authority, String certificate, String key) {}
}
