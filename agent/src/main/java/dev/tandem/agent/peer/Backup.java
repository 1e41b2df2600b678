package dev.tandem.agent.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code mariadb-backup} of this machine's data as a stream; one at a time. As root, whom the server knows by its socket. */
final class Backup {
    private static final long ENDS_WITHIN_SECONDS = 60;

    /** What the last one said: a line for each file. */
    private static final Path LOG = Path.of("/run/tandem-agent/backup.log");

    private @Nullable Process running;

    /** Begins one; one that still runs is ended, as whoever asked for it is gone or asks again. */
    synchronized InputStream begin() throws IOException {
        if (running != null) {
            running.destroy();
        }
        Process process = new ProcessBuilder(
                        List.of("mariadb-backup", "--backup", "--stream=mbstream", "--target-dir=/tmp"))
                .redirectError(LOG.toFile())
                .start();
        running = process;
        return process.getInputStream();
    }

    /** Throws IOException when the last one did not end well. */
    synchronized void requireComplete() throws IOException {
        Process process = running;
        try {
            if (process == null
                    || !process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                throw new IOException("mariadb-backup did not end well, see " + LOG);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
