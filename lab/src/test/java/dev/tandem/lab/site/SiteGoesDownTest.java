package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The last class of the run: the site goes, and nothing of it is left on this computer. */
@OnTheSite
@Order(Integer.MAX_VALUE)
class SiteGoesDownTest {
    private static final String DISKS = "/var/lib/tandem/labs/" + SiteUnderTest.LAB + "/";

    @Test
    void downLeavesNoProcessMountNamespaceOrLink(SiteUnderTest site) throws Exception {
        Assumptions.assumeFalse(SiteUnderTest.kept(), "the lab is to stay");
        site.hangUp();

        Ran down = site.tandem("down").exits(0);

        assertThat(down.errors()).contains("Nothing of it is left.");
        assertThat(namespaces()).doesNotContain("tandem-" + SiteUnderTest.LAB);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(DISKS);
        assertThat(Path.of(DISKS)).doesNotExist();
        assertThat(processesOfTheLab()).isEmpty();
        site.tandem("down").exits(0);
    }

    private static String namespaces() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "ip netns; ip -o link").start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }

    /** Processes whose root is, or was, a machine of this lab. */
    private static String processesOfTheLab() {
        StringBuilder found = new StringBuilder();
        ProcessHandle.allProcesses().forEach(process -> {
            try {
                Path root =
                        Path.of("/proc", Long.toString(process.pid()), "root").toRealPath();
                if (root.toString().contains(DISKS)) {
                    found.append(process.info()).append('\n');
                }
            } catch (IOException e) {
                // It ended meanwhile.
            }
        });
        return found.toString();
    }
}
