package dev.tandem.control.apply;

import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Brings one version of a tree to a machine; files that an older version there has are copied on the machine. */
final class TreePlacing {
    private static final int VERSIONS_TO_KEEP = 5;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Remote remote;
    private final Consumer<String> say;

    TreePlacing(Remote remote, Consumer<String> say) {
        this.remote = remote;
        this.say = say;
    }

    void place(Tree tree) {
        Map<String, String> present = presentFiles(tree);
        long toSend = tree.files().values().stream()
                .filter(source -> !present.containsKey(source.sha256()))
                .mapToLong(Tree.Source::bytes)
                .sum();
        say.accept("sending " + tree.id() + ": " + Math.ceilDiv(toSend, 1024) + " KiB that it does not have yet");
        remote.require(Scripts.step(
                        "place " + tree.path(),
                        Scripts.PLACE,
                        tree.parent().value(),
                        tree.id(),
                        Integer.toString(VERSIONS_TO_KEEP))
                .reading(output -> writeArchive(tree, present, output))
                .within(WITHIN));
    }

    /** By content, the paths of files in other versions. */
    private Map<String, String> presentFiles(Tree tree) {
        Map<String, String> present = new HashMap<>();
        remote.require(RemoteCommand.script(
                        "list older versions",
                        "[ ! -d \"$1\" ] || find \"$1\" -mindepth 2 -path \"$1/.*\" -prune -o -mindepth 2 -type f -exec sha256sum {} +",
                        tree.parent().value()))
                .lines()
                .forEach(line -> present.putIfAbsent(line.substring(0, 64), line.substring(66)));
        return present;
    }

    private static void writeArchive(Tree tree, Map<String, String> present, OutputStream output) throws IOException {
        StringBuilder copies = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        TarArchiveOutputStream archive = new TarArchiveOutputStream(output, StandardCharsets.UTF_8.name());
        archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (Map.Entry<String, Tree.Source> file : tree.files().entrySet()) {
            String old = present.get(file.getValue().sha256());
            sums.append(file.getValue().sha256())
                    .append("  ")
                    .append(file.getKey())
                    .append('\n');
            if (old == null) {
                add(archive, file.getKey(), Files.readAllBytes(file.getValue().file()), timeOf(file.getValue()));
            } else {
                copies.append(old).append('\t').append(file.getKey()).append('\n');
            }
        }
        add(archive, ".tandem-copies", copies.toString().getBytes(StandardCharsets.UTF_8), FileTime.fromMillis(0));
        add(archive, ".tandem-sums", sums.toString().getBytes(StandardCharsets.UTF_8), FileTime.fromMillis(0));
        archive.finish();
    }

    /**
     * A time of change that says which content a file has: nginx makes its ETags of time and size, and a browser that comes
     * back to the other server must find the same one (nginx, ngx_http_set_etag). Between 2001 and 2018.
     */
    private static FileTime timeOf(Tree.Source source) {
        long seconds = 1_000_000_000L + Long.parseLong(source.sha256().substring(0, 12), 16) % (1L << 29);
        return FileTime.from(seconds, TimeUnit.SECONDS);
    }

    private static void add(TarArchiveOutputStream archive, String path, byte[] content, FileTime changed)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        entry.setLastModifiedTime(changed);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }
}
