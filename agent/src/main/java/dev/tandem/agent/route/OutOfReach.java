package dev.tandem.agent.route;

import dev.tandem.agent.kernel.WholeTime;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Sends users to other machines while the primary cannot be reached from this one alone: nginx answers the balancers' checks with 503
 * for as long as a file is there. Only when the primary's own machine serves users, too, so that one is left that does. Safe for many
 * threads.
 */
public final class OutOfReach {
    private static final System.Logger LOG = System.getLogger("agent.route");

    /** Another one would have taken over by then, or what was lost have come again. */
    private static final Duration LASTS = Duration.ofMillis(1_500);

    private final Path mark;
    private final Set<MachineName> applications;
    private final Duration lasts;
    private Optional<MachineName> missing = Optional.empty();
    private long changes;

    /**
     * Nothing is out of reach yet; a mark that was left stays until {@link #are} says so.
     *
     * @param mark what nginx looks for
     * @param applications the machines that serve users
     */
    public OutOfReach(Path mark, Set<MachineName> applications) {
        this(mark, applications, LASTS);
    }

    OutOfReach(Path mark, Set<MachineName> applications, Duration lasts) {
        this.mark = mark;
        this.applications = Set.copyOf(applications);
        this.lasts = lasts;
    }

    /** Which primary serves others and does not answer here; empty for none. Users are sent away when that lasts. */
    synchronized void are(Optional<MachineName> primary) {
        Optional<MachineName> now = primary.filter(applications::contains);
        if (now.equals(missing) && changes > 0) {
            return;
        }
        missing = now;
        long mine = ++changes;
        if (now.isEmpty()) {
            welcome();
        } else {
            Thread.ofPlatform().daemon().name("aside").start(() -> {
                WholeTime.pass(lasts);
                sendAway(now.get(), mine);
            });
        }
    }

    private synchronized void sendAway(MachineName primary, long change) {
        if (change != changes) {
            return;
        }
        try {
            Files.createFile(mark);
            LOG.log(
                    System.Logger.Level.WARNING,
                    primary + " serves, and is out of this machine's reach: sends users away.");
        } catch (FileAlreadyExistsException already) {
            LOG.log(System.Logger.Level.DEBUG, "users are sent away already", already);
        } catch (IOException unwritten) {
            LOG.log(System.Logger.Level.ERROR, "cannot write " + mark + ": " + unwritten);
        }
    }

    private void welcome() {
        try {
            if (Files.deleteIfExists(mark)) {
                LOG.log(System.Logger.Level.INFO, "the primary is within reach again: takes users again.");
            }
        } catch (IOException stays) {
            LOG.log(System.Logger.Level.ERROR, "cannot delete " + mark + ", and balancers send nobody here: " + stays);
        }
    }
}
