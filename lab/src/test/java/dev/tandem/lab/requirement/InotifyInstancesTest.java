package dev.tandem.lab.requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InotifyInstancesTest {
    @Test
    void anInstanceOfThisProcessIsCounted() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
        // The JDK's watch service on Linux is one inotify instance.
        try (var _ = FileSystems.getDefault().newWatchService()) {
            assertThat(InotifyInstances.ofRoot()).isPositive();
        } catch (IOException e) {
            abort("other programs hold all inotify instances of this computer: " + e.getMessage());
        }
    }
}
