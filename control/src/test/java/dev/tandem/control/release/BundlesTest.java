package dev.tandem.control.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Application;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.desired.Component;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesTest {
    @TempDir
    Path folder;

    private Path war;
    private Path pages;

    @BeforeEach
    void anApplication() throws IOException {
        war = folder.resolve("app.war");
        pages = Files.createDirectory(folder.resolve("public"));
        writeWar("WEB-INF/web.xml", "<web-app/>", "WEB-INF/classes/A.class", "class A");
        Files.writeString(pages.resolve("index.html"), "<p>");
    }

    @Test
    void aReleaseIsTheUnpackedWarAndThePages() throws IOException {
        Tree release = release();
        assertThat(release.files().keySet())
                .containsExactly("app/WEB-INF/classes/A.class", "app/WEB-INF/web.xml", "public/index.html");
        assertThat(release.parent()).hasToString("/srv/www.foobar.com/releases");
        for (Tree.Source source : release.files().values()) {
            assertThat(Component.sha256(Files.readString(source.file()))).isEqualTo(source.sha256());
            assertThat(Files.size(source.file())).isEqualTo(source.bytes());
        }
    }

    @Test
    void equalFilesGiveEqualIdsWhateverTheirTimesAndTheCache() throws IOException {
        String id = release().id();
        assertThat(id).matches("[0-9a-f]{12}");
        Files.setLastModifiedTime(pages.resolve("index.html"), FileTime.from(Instant.EPOCH));
        writeWar("WEB-INF/classes/A.class", "class A", "WEB-INF/web.xml", "<web-app/>");
        assertThat(release().id()).isEqualTo(id);
        assertThat(new Bundles(folder.resolve("other-cache")).release(layout()).id())
                .isEqualTo(id);
    }

    @Test
    void anyChangeGivesAnotherId() throws IOException {
        Files.writeString(pages.resolve("about.html"), "<a>");
        String id = release().id();
        Files.writeString(pages.resolve("about.html"), "<b>");
        String otherPage = release().id();
        Files.move(pages.resolve("about.html"), pages.resolve("home.html"));
        String otherName = release().id();
        writeWar("WEB-INF/web.xml", "<web-app />");
        assertThat(release().id()).isNotIn(id, otherPage, otherName);
        assertThat(otherName).isNotIn(id, otherPage);
        assertThat(otherPage).isNotEqualTo(id);
    }

    @Test
    void theFallbackIsOneOfThePages() throws IOException {
        Files.delete(pages.resolve("index.html"));
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(this::release)
                .withMessage("web.fallback: there is no file index.html in " + pages);
    }

    @Test
    void aFileThatChangedWithinItsSizeIsReadAgain() throws IOException {
        String id = release().id();
        Files.writeString(pages.resolve("index.html"), "<i>");
        Files.setLastModifiedTime(pages.resolve("index.html"), FileTime.from(Instant.EPOCH));
        assertThat(release().id()).isNotEqualTo(id);
    }

    @Test
    void linksCountAsWhatTheyLeadTo() throws IOException {
        String id = release().id();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(pages, elsewhere);
        Files.createSymbolicLink(pages, elsewhere);
        assertThat(release().id()).isEqualTo(id);
    }

    /** Whoever may put a link among the pages may have read any file of the admin's, as a page. */
    @Test
    void aLinkThatLeadsOutOfThePagesIsRefused() throws IOException {
        Path secret = Files.writeString(folder.resolve("id_ed25519"), "a key");
        Path link = Files.createSymbolicLink(pages.resolve("notes.html"), secret);
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(this::release)
                .withMessageContaining(link + " leads out of " + pages + ", to " + secret.toRealPath());
        Files.delete(link);
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("page.html"), "<p>");
        Files.createSymbolicLink(pages.resolve("folder"), outside);
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(this::release)
                .withMessageContaining("folder/page.html leads out of");
    }

    @Test
    void aLinkFromOnePageToAnotherIsThatPage() throws IOException {
        Files.createSymbolicLink(pages.resolve("home.html"), Path.of("index.html"));
        assertThat(release().files()).containsKey("public/home.html");
    }

    @Test
    void aLinkThatLeadsIntoItselfIsToldAsAMistakeInTheRelease() throws IOException {
        Files.createSymbolicLink(pages.resolve("loop"), pages);
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(this::release)
                .withMessageContaining("loop");
    }

    @Test
    void aWarThatWritesOutsideItselfIsRefused() throws IOException {
        for (String name : new String[] {"../evil.txt", "/tmp/evil.txt", "WEB-INF/../../evil.txt"}) {
            writeWar(name, "evil");
            assertThatExceptionOfType(ReleaseException.class)
                    .isThrownBy(this::release)
                    .withMessageContaining("entry outside itself: " + name);
        }
        assertThat(folder.resolve("cache/war/evil.txt")).doesNotExist();
    }

    @Test
    void anUnpackingThatWasCutOffIsDoneAgain() throws IOException {
        String id = release().id();
        Path unpacked = onlyFolderIn(folder.resolve("cache/war"));
        Path part = unpacked.resolveSibling("part123");
        Files.move(unpacked, part);
        Files.delete(part.resolve("WEB-INF/web.xml"));
        assertThat(release().id()).isEqualTo(id);
    }

    @Test
    void aDamagedMemoryOfDigestsIsNone() throws IOException {
        String id = release().id();
        Files.writeString(folder.resolve("cache/digests"), "garbage\n" + "x".repeat(80) + "\n\n");
        assertThat(release().id()).isEqualTo(id);
    }

    @Test
    void whatIsMissingIsNamedWithWhatToDo() throws IOException {
        Files.delete(war);
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(this::release)
                .withMessage("application.war: there is no file " + war + ". Build the application first.");
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> bundles().program("runner", folder))
                .withMessage("Tandem's program 'runner' is not built: there is no " + folder.resolve("runner.jar"));
    }

    @Test
    void aFileThatIsNoWarIsToldWithItsName() throws IOException {
        Files.writeString(war, "not a zip");
        assertThatExceptionOfType(ReleaseException.class).isThrownBy(this::release);
    }

    @Test
    void theRunnerIsItsJarAndItsLibraries() throws IOException {
        Path built = Files.createDirectories(folder.resolve("built/lib")).getParent();
        Files.writeString(built.resolve("runner.jar"), "jar");
        Files.writeString(built.resolve("lib/a.jar"), "a");
        Files.writeString(built.resolve("notes.txt"), "not part of it");
        assertThat(bundles().program("runner", built).files().keySet()).containsExactly("lib/a.jar", "runner.jar");
    }

    private Tree release() {
        return bundles().release(layout());
    }

    private Bundles bundles() {
        return new Bundles(folder.resolve("cache"));
    }

    private Layout layout() {
        Site site = Sites.usual();
        Application old = site.application();
        Application here = new Application(
                war,
                pages,
                old.migration(),
                old.memory(),
                old.drain(),
                old.connections(),
                old.environment(),
                old.secrets());
        return Layout.of(new Site(
                site.name(),
                site.domain(),
                site.network(),
                site.virtualAddress(),
                site.machines(),
                site.adminNetworks(),
                site.routerAdvertisements(),
                site.ssh(),
                site.dns(),
                site.tls(),
                site.balancer(),
                site.web(),
                here,
                site.database(),
                site.limits()));
    }

    private void writeWar(String... namesAndContents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (int index = 0; index < namesAndContents.length; index += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[index]));
                zip.write(namesAndContents[index + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private static Path onlyFolderIn(Path parent) throws IOException {
        try (var folders = Files.list(parent)) {
            return folders.findFirst().orElseThrow();
        }
    }
}
