package dev.tandem.agent.mariadb;

import dev.tandem.agent.kernel.Modest;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A copy of another machine's data in place of this one's, by mariadb-backup as a stream. mysqld may run until the copy is complete.
 * Interrupted at any moment, it leaves the old data, or the complete copy.
 */
public final class Copy {
    private static final System.Logger LOG = System.getLogger("agent.copy");

    /** mariadb-backup itself is silent while it waits for the locks at its end. */
    private static final Duration STALLS = Duration.ofMinutes(2);

    private static final Duration PREPARES_WITHIN = Duration.ofHours(2);

    private final Programs programs;
    private final DataDirectory data;
    private final Source source;

    Copy(Programs programs, DataDirectory data, Source source) {
        this.programs = programs;
        this.data = data;
        this.source = source;
    }

    /** Where a copy comes from. */
    public interface Source {
        /** The other machine's stream, which ends early only with an exception. */
        InputStream copyOf(MachineName machine) throws IOException;
    }

    /** Ends mysqld. */
    interface Ending {
        /** Throws IOException when it may still run. */
        void end() throws IOException;
    }

    /** Makes the copy, and ends mysqld before it takes the place of the data. */
    void of(MachineName machine, Ending mysqld) throws IOException {
        Path place = data.beginCopy();
        try (InputStream stream = new Patience(source.copyOf(machine), STALLS)) {
            extract(stream, place);
        }
        LOG.log(System.Logger.Level.INFO, "has a copy of " + machine + ", prepares it.");
        Programs.Result prepared =
                programs.run(PREPARES_WITHIN, Modest.words("mariadb-backup", "--prepare", "--target-dir=" + place));
        if (!prepared.succeeded()) {
            throw new IOException("the copy of " + machine + " cannot be prepared: " + end(prepared.output()));
        }
        String position = position(place);
        mysqld.end();
        data.swapIn(position);
    }

    private void extract(InputStream stream, Path place) throws IOException {
        Process extraction =
                programs.start(new ProcessBuilder(Modest.words("mbstream", "--extract", "--directory=" + place))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT));
        try (OutputStream to = extraction.getOutputStream()) {
            stream.transferTo(to);
        } catch (IOException broken) {
            extraction.destroyForcibly();
            throw broken;
        }
        try {
            if (extraction.waitFor() != 0) {
                throw new IOException("mbstream ended with " + extraction.exitValue());
            }
        } catch (InterruptedException interrupted) {
            extraction.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** File, offset and GTID of the copy (mariadb.com/docs, mariadb-backup: files created). */
    private static String position(Path place) throws IOException {
        Path file = place.resolve("mariadb_backup_binlog_info");
        if (!Files.exists(file)) {
            throw new IOException("the copy is not complete: it has no " + file.getFileName());
        }
        String[] parts = Files.readString(file, StandardCharsets.UTF_8).strip().split("\t", -1);
        if (parts.length < 3) {
            throw new IOException("the copy has no position: " + String.join(" ", parts));
        }
        return parts[2];
    }

    private static String end(String output) {
        return output.substring(Math.max(0, output.length() - 500));
    }
}
