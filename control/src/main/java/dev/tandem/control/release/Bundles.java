package dev.tandem.control.release;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Application;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.desired.Component;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes immutable trees of local files. A tree's id is the beginning of a hash over the paths and contents of all its files:
 * equal files, equal id. Not thread-safe.
 */
public final class Bundles {
    private static final MachinePath PROGRAMS = new MachinePath("/opt/tandem");
    private static final int ID_LENGTH = 12;

    private final Path cache;
    private final FileDigests digests;

    /**
     * Prepares.
     *
     * @param cache a directory for unpacked WARs and remembered digests; may be lost at any time
     */
    public Bundles(Path cache) {
        this.cache = cache;
        this.digests = FileDigests.rememberedIn(cache.resolve("digests"));
    }

    /**
     * The release that the application's files make: {@code app/} is the unpacked WAR, {@code public/} the static files.
     *
     * @throws ReleaseException when a file is missing or the WAR is none
     */
    public Tree release(Layout layout) {
        Application application = layout.site().application();
        if (!Files.isRegularFile(application.war())) {
            throw new ReleaseException(
                    "application.war: there is no file " + application.war() + ". Build the application first.", null);
        }
        if (!Files.isDirectory(application.publicFiles())) {
            throw new ReleaseException("application.public: there is no folder " + application.publicFiles(), null);
        }
        layout.site().web().fallback().ifPresent(page -> {
            if (!Files.isRegularFile(application.publicFiles().resolve(page.substring(1)))) {
                throw new ReleaseException(
                        "web.fallback: there is no file " + page.substring(1) + " in " + application.publicFiles(),
                        null);
            }
        });
        try {
            SortedMap<String, Tree.Source> files = new TreeMap<>();
            collect(unpacked(application.war()), "app/", files);
            collect(application.publicFiles(), "public/", files);
            return tree(new MachinePath(layout.siteFolder() + "/releases"), files);
        } catch (IOException | UncheckedIOException e) {
            throw new ReleaseException("cannot read the release: " + e.getMessage(), e);
        }
    }

    /**
     * One of Tandem's own programs as it was built: {@code NAME.jar}, {@code lib/} and, where there is one, {@code bin/}.
     *
     * @param name for instance {@code runner}
     * @param built the directory that holds them
     * @throws ReleaseException when they are not there
     */
    public Tree program(String name, Path built) {
        Path jar = built.resolve(name + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new ReleaseException("Tandem's program '" + name + "' is not built: there is no " + jar, null);
        }
        try {
            SortedMap<String, Tree.Source> files = new TreeMap<>();
            files.put(name + ".jar", source(jar));
            collect(built.resolve("lib"), "lib/", files);
            if (Files.isDirectory(built.resolve("bin"))) {
                collect(built.resolve("bin"), "bin/", files);
            }
            return tree(PROGRAMS.child(name), files);
        } catch (IOException | UncheckedIOException e) {
            throw new ReleaseException("cannot read Tandem's program in " + built + ": " + e.getMessage(), e);
        }
    }

    private Tree tree(MachinePath parent, SortedMap<String, Tree.Source> files) throws IOException {
        digests.save();
        String listing = files.entrySet().stream()
                .map(file -> file.getValue().sha256() + "  " + file.getKey() + "\n")
                .collect(Collectors.joining());
        return new Tree(parent, Component.sha256(listing).substring(0, ID_LENGTH), files);
    }

    /**
     * Links count as what they lead to: a release is what the application's own web server would serve. But none may lead out of the folder:
     * whoever may put a link into it would have published any file that this computer's admin may read.
     */
    private void collect(Path folder, String prefix, SortedMap<String, Tree.Source> files) throws IOException {
        Path root = folder.toRealPath();
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Path real = file.toRealPath();
                if (!real.startsWith(root)) {
                    throw new IOException(file + " leads out of " + folder + ", to " + real
                            + ". Put the file itself there, or take the link away");
                }
                String path = prefix + folder.relativize(file).toString().replace('\\', '/');
                if (path.chars().anyMatch(character -> character < ' ' || character == '\\')) {
                    throw new IOException("the name of " + file + " has a control character or a backslash");
                }
                files.put(path, source(file));
            }
        }
    }

    private Tree.Source source(Path file) throws IOException {
        return new Tree.Source(file, digests.sha256(file), Files.size(file));
    }

    /**
     * Unpacks a WAR once for each of its contents. Several commands may do it at the same time: each unpacks into a folder of
     * its own, and the first one to finish gives it its name.
     */
    private Path unpacked(Path war) throws IOException {
        Path all = Files.createDirectories(cache.resolve("war"));
        Path folder = all.resolve(digests.sha256(war).substring(0, ID_LENGTH));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        deleteOld(all);
        Path part = Files.createTempDirectory(all, "part");
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                unpack(zip, entry, part);
            }
        }
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            deleteAll(part);
        }
        return folder;
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the WAR has an entry outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            return;
        }
        Files.createDirectories(target.getParent());
        try (InputStream stream = zip.getInputStream(entry)) {
            Files.copy(stream, target);
        }
    }

    /** Deletes what no command that runs now can still be reading. */
    private static void deleteOld(Path all) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        List<Path> folders;
        try (Stream<Path> listing = Files.list(all)) {
            folders = listing.toList();
        }
        for (Path folder : folders) {
            if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
                deleteAll(folder);
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
