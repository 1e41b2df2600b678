package dev.tandem.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
    @Test
    void oneLineEntriesAreRead() {
        assertThat(AptSources.oneLine("""
                        # deb http://old.example/debian bookworm main
                        deb http://mirror.example/debian trixie main contrib  # ours
                        deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] https://m.example/debian/ trixie-updates main
                        deb-src http://mirror.example/debian trixie main
                        nonsense
                        """))
                .containsExactly(
                        new AptEntry("http://mirror.example/debian", "trixie", List.of("main", "contrib"), ""),
                        new AptEntry(
                                "https://m.example/debian/",
                                "trixie-updates",
                                List.of("main"),
                                "/usr/share/keyrings/debian-archive-keyring.gpg"));
    }

    @Test
    void stanzasAreReadWithCommentsContinuationsAndSwitches() {
        assertThat(AptSources.deb822("""
                        Types: deb deb-src
                        # a remark inside
                        URIs: http://mirror.example/debian
                        Suites: trixie trixie-updates
                        Components: main
                         contrib
                        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

                        Types: deb
                        URIs: http://off.example/debian
                        Suites: trixie
                        Components: main
                        Enabled: no

                        Types: deb-src
                        URIs: http://source.example/debian
                        Suites: trixie
                        Components: main
                        """))
                .containsExactly(
                        new AptEntry(
                                "http://mirror.example/debian",
                                "trixie",
                                List.of("main", "contrib"),
                                "/usr/share/keyrings/debian-archive-keyring.gpg"),
                        new AptEntry(
                                "http://mirror.example/debian",
                                "trixie-updates",
                                List.of("main", "contrib"),
                                "/usr/share/keyrings/debian-archive-keyring.gpg"));
    }

    @Test
    void bothFormsAreFoundInTheirPlacesAndOtherFilesAreNot(@TempDir Path directory) throws Exception {
        Path parts = Files.createDirectory(directory.resolve("sources.list.d"));
        Files.writeString(directory.resolve("sources.list"), "deb http://one.example/debian sid main\n");
        Files.writeString(
                parts.resolve("b.sources"),
                "Types: deb\nURIs: http://two.example/debian\nSuites: sid\nComponents: main\n");
        Files.writeString(parts.resolve("c.list.save"), "deb http://three.example/debian sid main\n");
        assertThat(AptSources.read(directory))
                .extracting(AptEntry::uri)
                .containsExactly("http://one.example/debian", "http://two.example/debian");
    }

    @Test
    void aComputerWithoutSourcesHasNone(@TempDir Path directory) {
        assertThat(AptSources.read(directory)).isEmpty();
        assertThat(DebianMirror.among(List.of())).isEmpty();
    }

    @Test
    void debiansOwnArchiveIsChosenBeforeOthersThatNameTheirSuitesAlike() {
        List<AptEntry> entries = AptSources.oneLine("""
                deb https://vendor.example/debian/12/prod bookworm main
                deb https://third.example/apt cloud-sdk-bookworm main
                deb http://mirror.example/debian bookworm main
                deb http://mirror.example/debian bookworm-updates main
                deb http://mirror.example/debian-security bookworm-security main
                """);
        assertThat(DebianMirror.among(entries))
                .hasValue(new DebianMirror(
                        "http://mirror.example/debian", Optional.of("http://mirror.example/debian-security")));
    }

    @Test
    void aKeyringOfDebianDecides() {
        List<AptEntry> entries = AptSources.oneLine("""
                deb http://copy.example/debian trixie main
                deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://cache.example/d13 trixie main
                """);
        assertThat(DebianMirror.among(entries))
                .hasValue(new DebianMirror("http://cache.example/d13", Optional.empty()));
    }

    @Test
    void theMirrorIsAskedForDebian13WhateverThisComputerRuns() {
        assertThat(new DebianMirror("http://m.example/debian", Optional.of("http://s.example/debian-security"))
                        .sourcesList("trixie"))
                .isEqualTo("""
                        deb http://m.example/debian trixie main
                        deb http://s.example/debian-security trixie-security main
                        """);
    }

    @Test
    void onlySettingsAboutReachingAMirrorPass() {
        assertThat(AptSettings.from("""
                        APT "";
                        APT::Install-Recommends "true";
                        Acquire "";
                        Acquire::Check-Valid-Until "false";
                        Acquire::http::Proxy "http://proxy.example:3128";
                        Acquire::https::CAInfo "/etc/ssl/ours.pem";
                        Acquire::IndexTargets::deb::DEP-11::MetaKey "x";
                        DPkg::Post-Invoke:: "rm -rf /";
                        """)).isEqualTo("""
                        Acquire::Check-Valid-Until "false";
                        Acquire::http::Proxy "http://proxy.example:3128";
                        Acquire::https::CAInfo "/etc/ssl/ours.pem";
                        """);
    }
}
