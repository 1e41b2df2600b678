package dev.tandem.agent.mariadb;

import dev.tandem.agent.kernel.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * This machine's data, and what is written down about it. The data is changed for a copy by two renames; at every moment there is
 * either the old data or a complete copy, and the old data is kept beside the new.
 */
final class DataDirectory {
    static final Path DATA = Path.of("/var/lib/mysql");
    static final Path COPY = Path.of("/var/lib/mysql.copy");
    private static final Path BEFORE = Path.of("/var/lib/mysql.before-copy");

    /** In the data: the site that it is of. What has none was made by the package, or is half a copy. */
    private static final String MARK = "tandem-site";

    /** In the data: the position up to which a copy has everything, until replication has begun there. */
    private static final String POSITION = "tandem-copied-to";

    private static final Path TAINT = Place.STATE.resolve("tainted");
    private static final Path UNUSABLE = Place.STATE.resolve("unusable");

    private final String site;

    DataDirectory(String site) {
        this.site = site;
    }

    /** Whether mysqld must not start with it: of no site or another one, or it cannot be recovered. */
    boolean isUnusable() {
        return Files.exists(UNUSABLE) || !isOfSite();
    }

    private boolean isOfSite() {
        try {
            return Files.readString(DATA.resolve(MARK)).strip().equals(site);
        } catch (IOException absent) {
            return false;
        }
    }

    /** Writes down that recovery as a replica is impossible, and why. */
    void markUnusable(String why) throws IOException {
        Files.writeString(UNUSABLE, why + "\n");
    }

    boolean isTainted() {
        return Files.exists(TAINT);
    }

    void markTainted(String why) throws IOException {
        Files.writeString(TAINT, why + "\n");
    }

    /** Where replication begins in a copy; empty when it is no new copy. */
    String copiedTo() throws IOException {
        Path file = DATA.resolve(POSITION);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    /** Replication has begun: from now on the server itself knows better. */
    void replicationBegan() throws IOException {
        Files.deleteIfExists(DATA.resolve(POSITION));
    }

    /** An empty place for a copy; a half one from before is thrown away. */
    Path beginCopy() throws IOException {
        require(Programs.run(Duration.ofMinutes(10), "rm", "-rf", COPY.toString()));
        Files.createDirectory(COPY);
        return COPY;
    }

    /** Puts the complete copy in place of the data; mysqld does not run. */
    void swapIn(String position) throws IOException {
        Files.writeString(COPY.resolve(MARK), site + "\n");
        Files.writeString(COPY.resolve(POSITION), position + "\n");
        require(Programs.run(Duration.ofMinutes(10), "chown", "-R", "mysql:mysql", COPY.toString()));
        require(Programs.run(Duration.ofMinutes(1), "chmod", "0700", COPY.toString()));
        require(Programs.run(Duration.ofMinutes(10), "rm", "-rf", BEFORE.toString()));
        require(Programs.run(Duration.ofMinutes(5), "sync", "--file-system", COPY.toString()));
        if (Files.exists(DATA)) {
            // Whatever is left of it if this does not come to its end must not be taken for the site's.
            Files.deleteIfExists(DATA.resolve(MARK));
            // mv and not a rename by Java: on an overlay file system it has to copy.
            require(Programs.run(
                    Duration.ofHours(2), "mv", "--no-target-directory", DATA.toString(), BEFORE.toString()));
        }
        Files.move(COPY, DATA, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(UNUSABLE);
        Files.deleteIfExists(TAINT);
    }

    private static void require(Programs.Result result) throws IOException {
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
    }
}
