package dev.tandem.agent.mariadb;

import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;

/**
 * The number under which one life of mysqld writes ({@code server_id}): another one in each life, on whatever machine.
 *
 * <p>A machine that dies throws away at its recovery what it had written and not committed. Its partner may have that, and the machine
 * gets it back by replication, which leaves out what bears the server's own number (to end circles; MariaDB makes an exception only for a
 * semi-synchronous replica, MDEV-27760, and a returning machine is none yet). What it then lacks in silence was acknowledged.
 *
 * <p>And a third machine may have what was thrown away: when this one is primary again, its transactions must not bear the same names.
 */
final class ServerNumber {
    private static final String LAST = "server-number";

    /** A number is the second of the start, in steps of as many machines as can start within one. */
    private static final int MACHINES = 16;

    private static final long NUMBERS = 1L << Integer.SIZE;

    private ServerNumber() {}

    /** The next life's; what was given once is not given again, also when the clock is set back. */
    static long next(Place place, Path state) throws IOException {
        Path file = state.resolve(LAST);
        long last = last(file);
        long next = after(
                last,
                Instant.now().getEpochSecond(),
                ordinal(place.self(), place.addresses().keySet()));
        Files.writeString(file, next + "\n");
        return next;
    }

    private static long last(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file).strip();
        // A power cut may have left it empty; then the clock alone has to do.
        return text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
    }

    static long after(long last, long seconds, int ordinal) {
        long step = Math.max(last / MACHINES + 1, seconds / MACHINES);
        return (step * MACHINES + ordinal) % NUMBERS;
    }

    /** Which of the site's database machines this is. */
    static int ordinal(MachineName self, Collection<MachineName> all) {
        return (int) (all.stream()
                        .filter(machine -> machine.value().compareTo(self.value()) < 0)
                        .count()
                % MACHINES);
    }
}
