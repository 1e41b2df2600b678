package dev.tandem.lab.requirement;

import dev.tandem.lab.computer.ComputerException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts inotify(7) instances. The kernel has a limit for each user but no counter that one could read. */
final class InotifyInstances {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String LINK = "anon_inode:inotify";

    private InotifyInstances() {}

    /** How many the processes of root hold now, in machines as well as outside. */
    static long ofRoot() {
        long count = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                count += held(process);
            }
        } catch (IOException e) {
            throw new ComputerException("listing " + PROCESSES, e);
        }
        return count;
    }

    private static long held(Path process) {
        long count = 0;
        try {
            if (!Files.getAttribute(process, "unix:uid").equals(0)) {
                return 0;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
                for (Path file : files) {
                    count += Files.readSymbolicLink(file).toString().equals(LINK) ? 1 : 0;
                }
            }
        } catch (IOException e) {
            // It ended, or closed the file, while we looked.
            return count;
        }
        return count;
    }
}
