package dev.tandem.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildProgressTest {
    private final BuildProgress progress = new BuildProgress();
    private final List<String> heard = new ArrayList<>();

    @Test
    void everyTwentiethPackageAndTheLastAreReported() {
        say("0 upgraded, 45 newly installed, 0 to remove and 0 not upgraded.");
        for (int i = 1; i <= 45; i++) {
            say("Get:" + i + " http://m.example/debian trixie/main amd64 libfoo" + i + " all 1.0-" + i + " [49.4 kB]");
        }
        assertThat(heard)
                .containsExactly(
                        "image: downloading 20 of 45 packages",
                        "image: downloading 40 of 45 packages",
                        "image: downloading 45 of 45 packages");
    }

    @Test
    void packageListsAreNotCountedAsPackages() {
        say("0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.");
        say("Get:1 http://m.example/debian trixie InRelease [140 kB]");
        say("Get:3 http://m.example/debian trixie/main amd64 Packages [9678 kB]");
        assertThat(heard).isEmpty();
    }

    @Test
    void unpackingAndSettingUpInTurnsAreCountedApart() {
        say("0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.");
        say("Unpacking a (1) ...");
        say("Setting up a (1) ...");
        say("Unpacking b (1) ...");
        say("Setting up b (1) ...");
        assertThat(heard).containsExactly("image: unpacking 2 of 2 packages", "image: setting up 2 of 2 packages");
    }

    @Test
    void everyInstallationBeginsAnew() {
        for (int round = 0; round < 2; round++) {
            say("0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.");
            say("Unpacking a (1) ...");
        }
        assertThat(heard).containsExactly("image: unpacking 1 of 1 packages", "image: unpacking 1 of 1 packages");
    }

    private void say(String line) {
        progress.after(line).ifPresent(heard::add);
    }
}
