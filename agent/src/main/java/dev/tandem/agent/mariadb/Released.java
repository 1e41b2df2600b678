package dev.tandem.agent.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many commits of one mysqld were released without an acknowledgement ({@code Rpl_semi_sync_master_no_tx}) before
 * semi-synchronous replication was last ordered on. What is above that was released by somebody while a replica should have had it,
 * or had begun before and is counted late: such a commit does not wait (MDEV-34122), and while there is no partner yet the order is
 * given again. Kept for the next agent. Safe for many threads.
 */
final class Released {
    private final Path file;

    /** What the file says, as far as it was read: it is asked for ten times a second. */
    private Base known = new Base("", 0);

    private record Base(String process, long released) {}

    /** @param run see {@link dev.tandem.agent.mariadb.data.Folders} */
    Released(Path run) {
        file = run.resolve("released");
    }

    /** Semi-synchronous replication is on: what was released so far was nobody's fault. */
    synchronized void begin(String process, long released) {
        // First: where it cannot be written down, this agent knows it all the same.
        known = new Base(process, released);
        try {
            Files.writeString(file, process + " " + released + "\n");
        } catch (IOException unwritten) {
            throw new UncheckedIOException("cannot write " + file, unwritten);
        }
    }

    /** Where counting began for that process; where nothing is written down, it begins now. */
    synchronized long base(String process, long released) {
        if (known.process().equals(process)) {
            return known.released();
        }
        try {
            String[] parts = Files.readString(file).strip().split(" ", -1);
            if (parts.length == 2 && parts[0].equals(process)) {
                known = new Base(process, Long.parseLong(parts[1]));
                return known.released();
            }
        } catch (IOException absent) {
            // Semi-synchronous replication was not switched on by an agent yet.
        }
        begin(process, released);
        return released;
    }
}
