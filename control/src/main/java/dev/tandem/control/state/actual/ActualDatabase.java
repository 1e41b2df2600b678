package dev.tandem.control.state.actual;

import dev.tandem.control.state.DatabaseData;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A database as it was found.
 *
 * @param schemas of the data directory, without the server's own; known even when the server does not run
 * @param initialised whether there is a data directory with the server's own tables
 * @param site whose data it is, where somebody wrote that down ({@link DatabaseData#MARK})
 * @param source the address that it replicates from, if it does; known even when the server does not run
 * @param server what the running server says; none when it does not run or does not answer
 * @param agent what its agent says; none when that does not run
 */
public record ActualDatabase(
        SortedSet<String> schemas,
        boolean initialised,
        Optional<String> site,
        Optional<String> source,
        Optional<Server> server,
        Optional<ActualAgent> agent) {
    /** A machine on which nothing of a database was found. */
    public static final ActualDatabase NOTHING = new ActualDatabase(
            new TreeSet<>(), false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public ActualDatabase {
        schemas = Collections.unmodifiableSortedSet(new TreeSet<>(schemas));
    }

    /** Whether somebody's data would be lost with it. */
    public boolean holdsData() {
        return !schemas.isEmpty() || source.isPresent();
    }

    /**
     * What a running server says of itself.
     *
     * @param grants by account, quoted as {@code `user`@`host`}: what SHOW GRANTS prints
     */
    public record Server(Map<String, List<String>> grants) {
        public Server {
            grants = Map.copyOf(grants);
        }
    }
}
