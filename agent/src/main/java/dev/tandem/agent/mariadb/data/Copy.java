package dev.tandem.agent.mariadb.data;

import dev.tandem.agent.kernel.Modest;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.kernel.Unprivileged;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A copy of another machine's data in place of this one's, by mariadb-backup as a stream. mysqld may run until the copy is complete.
 * Interrupted at any moment, it leaves the old data, or the complete copy.
 *
 * <p>The other machine may be in other hands: what unpacks and prepares what it sends is not root ({@link Unprivileged}), and loads no
 * library that it names.
 */
public final class Copy {
    private static final System.Logger LOG = System.getLogger("agent.copy");

    /** mariadb-backup itself is silent while it waits for the locks at its end. */
    private static final Duration STALLS = Duration.ofMinutes(2);

    private static final Duration PREPARES_WITHIN = Duration.ofHours(2);

    private final Programs programs;
    private final DataDirectory data;
    private final Source source;

    public Copy(Programs programs, DataDirectory data, Source source) {
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
    public interface Ending {
        /** Throws IOException when it may still run. */
        void end() throws IOException;
    }

    /** Makes the copy, and ends mysqld before it takes the place of the data. */
    public void of(MachineName machine, Ending mysqld) throws IOException {
        Path place = data.beginCopy();
        try (InputStream stream = new Patience(source.copyOf(machine), STALLS)) {
            extract(stream, place);
        }
        LOG.log(System.Logger.Level.INFO, "has a copy of " + machine + ", prepares it.");
        requireNoLibraries(place);
        Programs.Result prepared = programs.run(
                PREPARES_WITHIN,
                Modest.words(Unprivileged.words("mariadb-backup", "--prepare", "--target-dir=" + place)));
        if (!prepared.succeeded()) {
            throw new IOException("the copy of " + machine + " cannot be prepared: " + end(prepared.output()));
        }
        String position = position(place);
        mysqld.end();
        data.swapIn(position);
    }

    private void extract(InputStream stream, Path place) throws IOException {
        Process extraction = programs.start(
                new ProcessBuilder(Modest.words(Unprivileged.words("mbstream", "--extract", "--directory=" + place)))
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

    /**
     * What --prepare takes its options from. An option of a plugin makes it load a library (mariadb-backup writes such a line where the
     * server has one for encryption or compression), and an exclamation mark makes it read another file.
     */
    private static void requireNoLibraries(Path place) throws IOException {
        boolean loads = part(place, "backup-my.cnf")
                .lines()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("plugin")
                        || line.strip().startsWith("!"));
        if (loads) {
            throw new IOException(
                    "the copy is refused: its backup-my.cnf names plugins, or other files, and what prepares it would load"
                            + " them. Next: on the machine that it is of, see information_schema.PLUGINS for encryption and providers");
        }
    }

    /** File, offset and GTID of the copy (mariadb.com/docs, mariadb-backup: files created). */
    private static String position(Path place) throws IOException {
        String[] parts = part(place, "mariadb_backup_binlog_info").strip().split("\t", -1);
        if (parts.length < 3) {
            throw new IOException("the copy has no position: " + String.join(" ", parts));
        }
        try {
            return GtidPosition.parse(parts[2]).toString();
        } catch (IllegalArgumentException none) {
            throw new IOException("the copy has no position: " + none.getMessage(), none);
        }
    }

    private static String part(Path place, String name) throws IOException {
        try {
            return SmallFile.read(place.resolve(name));
        } catch (IOException without) {
            throw new IOException("the copy is not complete: " + without.getMessage(), without);
        }
    }

    private static String end(String output) {
        return output.substring(Math.max(0, output.length() - 500));
    }
}
