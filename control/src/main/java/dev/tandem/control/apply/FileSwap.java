package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.desired.Check;
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
 * swap nothing that runs can see them; after it, {@link #restore()} brings the old ones back.
 */
final class FileSwap {
    private final Remote remote;
    private final String component;
    private final List<ManagedFile> written = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<Change.PointLink> pointed = new ArrayList<>();

    FileSwap(Remote remote, String component, List<Change.OfFiles> changes) {
        this.remote = remote;
        this.component = component;
        for (Change.OfFiles change : changes) {
            switch (change) {
                case Change.WriteFile write -> written.add(write.file());
                case Change.RemoveFile remove -> removed.add(remove.path().value());
                case Change.PointLink point -> pointed.add(point);
            }
        }
    }

    /** Also without new files: an apply that was given up may have left some, which must be neither checked nor swapped in. */
    void stage() {
        remote.require(Scripts.step("stage new files", Scripts.STAGE, component)
                .reading(output -> writeArchive(written, output)));
    }

    /** Runs the checks, which see the staged files in place. Throws RemoteException with the checker's own words. */
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

    void swap() {
        if (!written.isEmpty() || !removed.isEmpty()) {
            List<String> words = new ArrayList<>(List.of(component));
            words.addAll(removed);
            remote.require(Scripts.step("swap files", Scripts.SWAP, words.toArray(String[]::new)));
        }
        pointed.forEach(change -> point(change.link()));
    }

    /**
     * Brings back the files that last worked, also those that an earlier apply, which was cut off, had swapped; and points
     * links to where they pointed before.
     */
    void restore() {
        remote.require(Scripts.step("restore the old files", Scripts.RESTORE, component));
        pointed.forEach(this::pointBack);
    }

    private void pointBack(Change.PointLink change) {
        Link link = change.link();
        switch (change.before()) {
            case ActualPath.LinkFound found -> point(new Link(link.path(), found.target(), link.effect()));
            case ActualPath.Missing _ ->
                remote.require(RemoteCommand.of(
                        "take the link " + link.path() + " away",
                        "rm",
                        "-f",
                        link.path().value()));
            case ActualPath.RegularFile _, ActualPath.DirectoryFound _, ActualPath.Other _ -> {
                // What is neither a link nor nothing is not replaced by a link in the first place.
            }
        }
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
