package dev.tandem.agent.peer;

import dev.tandem.agent.kernel.Modest;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.kernel.Unprivileged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code mariadb-backup} of this machine's data as a stream, for one other machine at a time. It loads what the server tells it to, so it
 * is not root ({@link Unprivileged}): it comes to the server's socket as the user that the server itself runs as.
 */
final class Backup {
    private static final long ENDS_WITHIN_SECONDS = 60;

    /** What the last one said: a line for each file. */
    private static final Path LOG = Path.of("/run/tandem-agent/backup.log");

    private final Programs programs;
    private @Nullable Running running;

    Backup(Programs programs) {
        this.programs = programs;
    }

    /** One that was begun, and for whom. */
    record Running(String whom, Process process) {
        InputStream stream() {
            return process.getInputStream();
        }

        /** Throws IOException when it did not end well. */
        void requireComplete() throws IOException {
            try {
                if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IOException("mariadb-backup did not end well, see " + LOG);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }

    /**
     * Begins one. One that the same machine asked for is ended: it asks again. Two machines that ended each other's would never get
     * any.
     *
     * @return empty while another machine gets one
     */
    synchronized Optional<Running> begin(String whom) throws IOException {
        Running before = running;
        if (before != null && before.process().isAlive()) {
            if (!before.whom().equals(whom)) {
                return Optional.empty();
            }
            before.process().destroy();
        }
        Process process = programs.start(new ProcessBuilder(Modest.words(Unprivileged.words(
                        "mariadb-backup",
                        "--backup",
                        "--user=" + Unprivileged.USER,
                        "--stream=mbstream",
                        "--target-dir=/tmp")))
                .redirectError(LOG.toFile()));
        Running begun = new Running(whom, process);
        running = begun;
        return Optional.of(begun);
    }
}
