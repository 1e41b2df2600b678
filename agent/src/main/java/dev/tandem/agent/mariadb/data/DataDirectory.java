package dev.tandem.agent.mariadb.data;

import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.kernel.Unprivileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * This machine's data, and what is written down about it. The data is changed for a copy by two renames; at every moment there is
 * either the old data or a complete copy, and the old data is kept beside the new. What is in it is mysqld's, and so may be every name there:
 * see {@link SmallFile}.
 */
public final class DataDirectory {
    /** In the data: the site that it is of. What has none was made by the package, or is half a copy. */
    private static final String MARK = "tandem-site";

    /** In the data: the position up to which a copy has everything, until replication has begun there. */
    private static final String POSITION = "tandem-copied-to";

    private static final String OWNER = Unprivileged.USER + ":" + Unprivileged.USER;

    private final String site;
    private final Programs programs;
    private final Path current;
    private final Path copy;
    private final Path before;
    private final Path taint;
    private final Path unusable;

    public DataDirectory(String site, Programs programs, Folders folders) {
        this.site = site;
        this.programs = programs;
        current = folders.data();
        copy = folders.libraries().resolve("mysql.copy");
        before = folders.libraries().resolve("mysql.before-copy");
        taint = folders.state().resolve("tainted");
        unusable = folders.state().resolve("unusable");
    }

    /** Whether mysqld must not start with it: of no site or another one, or it cannot be recovered. */
    public boolean isUnusable() {
        return Files.exists(unusable) || !isOfSite();
    }

    private boolean isOfSite() {
        try {
            return SmallFile.read(current.resolve(MARK)).strip().equals(site);
        } catch (IOException absent) {
            return false;
        }
    }

    /** Writes down that recovery as a replica is impossible, and why. */
    public void markUnusable(String why) throws IOException {
        Files.writeString(unusable, why + "\n");
    }

    public boolean isTainted() {
        return Files.exists(taint);
    }

    public void markTainted(String why) throws IOException {
        Files.writeString(taint, why + "\n");
    }

    /** Where replication begins in a copy; empty when it is no new copy. */
    public String copiedTo() throws IOException {
        Path file = current.resolve(POSITION);
        return Files.exists(file) ? SmallFile.read(file).strip() : "";
    }

    /** Replication has begun: from now on the server itself knows better. */
    public void replicationBegan() throws IOException {
        Files.deleteIfExists(current.resolve(POSITION));
    }

    /** An empty place for a copy, in which mysqld's user may write; a half one from before is thrown away. */
    Path beginCopy() throws IOException {
        require(programs.run(Duration.ofMinutes(10), "rm", "-rf", copy.toString()));
        Files.createDirectory(copy);
        give(copy);
        return copy;
    }

    /** To the user whose all the rest of the data is. */
    private void give(Path file) throws IOException {
        require(programs.run(Duration.ofMinutes(1), "chown", "--no-dereference", OWNER, file.toString()));
    }

    private void write(String name, String text) throws IOException {
        Path file = copy.resolve(name);
        SmallFile.write(file, text + "\n");
        give(file);
    }

    /** Puts the complete copy in place of the data; mysqld does not run. */
    void swapIn(String position) throws IOException {
        write(MARK, site);
        write(POSITION, position);
        require(programs.run(Duration.ofMinutes(1), "chmod", "0700", copy.toString()));
        require(programs.run(Duration.ofMinutes(10), "rm", "-rf", before.toString()));
        require(programs.run(Duration.ofMinutes(5), "sync", "--file-system", copy.toString()));
        if (Files.exists(current)) {
            // Whatever is left of it if this does not come to its end must not be taken for the site's.
            Files.deleteIfExists(current.resolve(MARK));
            // mv and not a rename by Java: on an overlay file system it has to copy.
            require(programs.run(
                    Duration.ofHours(2), "mv", "--no-target-directory", current.toString(), before.toString()));
        }
        Files.move(copy, current, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(unusable);
        Files.deleteIfExists(taint);
    }

    private static void require(Programs.Result result) throws IOException {
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
    }
}
