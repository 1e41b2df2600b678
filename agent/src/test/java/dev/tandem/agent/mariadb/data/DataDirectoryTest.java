package dev.tandem.agent.mariadb.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.kernel.FakePrograms;
import dev.tandem.agent.kernel.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At every moment there is the old data or a complete copy, and mysqld never starts with anything else. */
class DataDirectoryTest {
    private static final Programs.Result WELL = new Programs.Result(0, "");
    private static final String SITE = "www.foobar.com";

    @TempDir
    private Path folder;

    private final FakePrograms programs = new FakePrograms();
    private Path data;
    private DataDirectory directory;

    @BeforeEach
    void makeFolders() throws IOException {
        Folders folders = new Folders(folder.resolve("run"), folder.resolve("state"), folder.resolve("lib"));
        Files.createDirectories(folders.state());
        data = folders.data();
        Files.createDirectories(data);
        Files.writeString(data.resolve("tandem-site"), SITE + "\n");
        Files.writeString(data.resolve("rows"), "old");
        for (String name : List.of("chown", "chmod", "sync", "rm")) {
            programs.is(name, _ -> WELL);
        }
        programs.is("mv", words -> move(words.get(2), words.get(3)));
        directory = new DataDirectory(SITE, programs, folders);
    }

    private static Programs.Result move(String from, String to) {
        try {
            Files.move(Path.of(from), Path.of(to));
            return WELL;
        } catch (IOException refused) {
            return new Programs.Result(1, refused.toString());
        }
    }

    @Test
    void dataOfAnotherSiteIsNotUsed() throws IOException {
        assertThat(directory.isUnusable()).isFalse();
        Files.writeString(data.resolve("tandem-site"), "www.example.com\n");
        assertThat(directory.isUnusable()).isTrue();
    }

    @Test
    void dataWithoutAMarkIsNotUsed() throws IOException {
        Files.delete(data.resolve("tandem-site"));
        assertThat(directory.isUnusable()).isTrue();
    }

    @Test
    void aCompleteCopyTakesThePlaceOfTheDataWhichIsKept() throws IOException {
        directory.markTainted("a commit was released");
        directory.markUnusable("cannot be truncated");
        complete();
        assertThat(data.resolve("rows")).hasContent("new");
        assertThat(folder.resolve("lib/mysql.before-copy/rows")).hasContent("old");
        assertThat(directory.isUnusable()).isFalse();
        assertThat(directory.isTainted()).as("what was tainted is put aside").isFalse();
        assertThat(programs.ran())
                .as("on disk before it counts")
                .containsSubsequence(
                        "sync --file-system " + folder.resolve("lib/mysql.copy"),
                        "mv --no-target-directory " + data + " " + folder.resolve("lib/mysql.before-copy"));
    }

    @Test
    void aCopySaysWhereReplicationBeginsUntilItHasBegun() throws IOException {
        assertThat(directory.copiedTo()).as("no copy").isEmpty();
        complete();
        assertThat(directory.copiedTo()).isEqualTo("0-1-10");
        directory.replicationBegan();
        assertThat(directory.copiedTo()).isEmpty();
        directory.replicationBegan();
    }

    /** The old data may be half gone then: it must not pass for the site's. */
    @Test
    void dataThatCouldNotBeMovedAsideIsNotUsedAnyMore() {
        programs.is("mv", _ -> new Programs.Result(1, "No space left on device"));
        assertThatThrownBy(this::complete).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThat(directory.isUnusable()).isTrue();
        assertThat(data.resolve("rows")).as("nothing is thrown away").hasContent("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chown", "chmod", "sync", "rm"})
    void aCopyThatIsNotReadyChangesNothing(String program) throws IOException {
        Path copy = directory.beginCopy();
        Files.writeString(copy.resolve("rows"), "new");
        directory.markTainted("a commit was released");
        programs.is(program, _ -> new Programs.Result(1, program + ": Input/output error"));
        assertThatThrownBy(() -> directory.swapIn("0-1-10")).isInstanceOf(IOException.class);
        assertThat(data.resolve("rows")).hasContent("old");
        assertThat(directory.isUnusable()).isFalse();
        assertThat(directory.isTainted()).isTrue();
    }

    @Test
    void aMachineThatLostItsDataTakesACopy() throws IOException {
        Files.delete(data.resolve("rows"));
        Files.delete(data.resolve("tandem-site"));
        Files.delete(data);
        assertThat(directory.isUnusable()).isTrue();
        complete();
        assertThat(directory.isUnusable()).isFalse();
        assertThat(folder.resolve("lib/mysql.before-copy")).doesNotExist();
    }

    private void complete() throws IOException {
        Path copy = directory.beginCopy();
        Files.writeString(copy.resolve("rows"), "new");
        directory.swapIn("0-1-10");
    }
}
