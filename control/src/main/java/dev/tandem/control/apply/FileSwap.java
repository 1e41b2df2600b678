package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.ActualPath;
import dev.tandem.control.state.Check;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.ManagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Replaces a component's files: all new ones beside the old, the product's checker over them, then a rename each. Until the
 * swap nothing that runs can see them; after it, {@link #restore(ComponentPlan)} brings the old ones back.
 */
final class FileSwap {
    private final Remote remote;
    private final String component;

    FileSwap(Remote remote, String component) {
        this.remote = remote;
        this.component = component;
    }

    void stage(ComponentPlan work) {
        List<ManagedFile> files =
                work.changes(Change.WriteFile.class).map(Change.WriteFile::file).toList();
        if (!files.isEmpty()) {
            remote.require(Scripts.step("stage new files", Scripts.STAGE, component)
                    .reading(output -> writeArchive(files, output)));
        }
    }

    /** Runs the checks when there are staged files to check. Throws RemoteException with the checker's own words. */
    void check(List<Check> checks) {
        for (Check check : checks) {
            List<String> words =
                    Stream.concat(Stream.of(component), check.words().stream()).toList();
            remote.require(RemoteCommand.script(
                    "accept the new configuration: '" + String.join(" ", check.words()) + "' refused it",
                    Scripts.CHECK,
                    words.toArray(String[]::new)));
        }
    }

    void swap(ComponentPlan work) {
        List<String> words = new ArrayList<>(List.of(component));
        work.changes(Change.RemoveFile.class)
                .map(change -> change.path().value())
                .forEach(words::add);
        if (hasFiles(work)) {
            remote.require(Scripts.step("swap files", Scripts.SWAP, words.toArray(String[]::new)));
        }
        work.changes(Change.PointLink.class).forEach(change -> point(change.link()));
    }

    /** Brings back the files of the last swap, and points links to where they pointed before. */
    void restore(ComponentPlan work) {
        if (hasFiles(work)) {
            remote.require(Scripts.step("restore the old files", Scripts.RESTORE, component));
        }
        work.changes(Change.PointLink.class).forEach(change -> {
            if (change.before() instanceof ActualPath.LinkFound found) {
                point(new Link(
                        change.link().path(), found.target(), change.link().effect()));
            }
        });
    }

    private static boolean hasFiles(ComponentPlan work) {
        return work.changes(Change.WriteFile.class).findAny().isPresent()
                || work.changes(Change.RemoveFile.class).findAny().isPresent();
    }

    private void point(Link link) {
        remote.require(RemoteCommand.script(
                "point " + link.path() + " to " + link.target(),
                "ln --symbolic --force --no-dereference \"$2\" \"$1.tandem-new\" && mv --no-target-directory \"$1.tandem-new\" \"$1\"",
                link.path().value(),
                link.target()));
    }

    private static void writeArchive(List<ManagedFile> files, OutputStream output) throws IOException {
        TarArchiveOutputStream archive = new TarArchiveOutputStream(output, StandardCharsets.UTF_8.name());
        archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (ManagedFile file : files) {
            byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(file.path().value().substring(1));
            entry.setSize(content.length);
            entry.setMode(Integer.parseInt(file.ownership().mode(), 8));
            entry.setUserName(file.ownership().user());
            entry.setGroupName(file.ownership().group());
            entry.setModTime(System.currentTimeMillis());
            archive.putArchiveEntry(entry);
            archive.write(content);
            archive.closeArchiveEntry();
        }
        archive.finish();
    }
}
