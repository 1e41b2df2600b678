package dev.tandem.control.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.desired.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that places releases, run for real. */
class TreePlacingTest {
    private static final String PARENT = "/srv/site/releases";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private PrivateMachine machine;

    @BeforeEach
    void aMachine() throws IOException {
        machine = PrivateMachine.in(Files.createDirectory(folder.resolve("machine")));
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void aVersionHasItsFilesReadableByAllAndWritableByRoot() throws IOException {
        place(tree("one", "app/a.txt", "a", "public/b c.txt", "b"));
        assertThat(machine.sh("cd " + PARENT + " && find . -mindepth 1 -printf '%P %u %m\\n' | sort"))
                .isEqualTo("""
                        one root 755
                        one/app root 755
                        one/app/a.txt root 644
                        one/public root 755
                        one/public/b c.txt root 644""");
        assertThat(machine.sh("cat '" + PARENT + "/one/public/b c.txt'")).isEqualTo("b");
    }

    @Test
    void onlyFilesThatTheMachineDoesNotHaveAreSent() throws IOException {
        place(tree("one", "app/big.jar", "x".repeat(50_000), "app/old", "old"));
        place(tree("two", "lib/renamed.jar", "x".repeat(50_000), "app/new", "new"));
        assertThat(said).last().isEqualTo("sending two: 1 KiB that it does not have yet");
        assertThat(machine.sh("cmp " + PARENT + "/one/app/big.jar " + PARENT + "/two/lib/renamed.jar && cat " + PARENT
                        + "/two/app/new"))
                .isEqualTo("new");
    }

    @Test
    void aWrongFileLeavesNothingUnderTheVersionsName() throws IOException {
        Tree tree = tree("one", "app/a.txt", "a");
        Files.writeString(folder.resolve("one/app/a.txt"), "changed since");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> place(tree))
                .withMessageContaining("place " + PARENT + "/one")
                .withMessageContaining("a.txt: FAILED");
        assertThat(machine.sh("ls " + PARENT)).isEmpty();
    }

    @Test
    void aFileThatIsDamagedOnTheMachineIsNotCopiedFromThere() throws IOException {
        place(tree("one", "app/a.txt", "a"));
        machine.sh("echo damaged > " + PARENT + "/one/app/a.txt");
        place(tree("two", "app/a.txt", "a"));
        assertThat(machine.sh("cat " + PARENT + "/two/app/a.txt")).isEqualTo("a");
    }

    @Test
    void whatAnInterruptedPlacingLeftGoesWithTheNext() throws IOException {
        machine.sh("mkdir -p " + PARENT + "/.zero.part/app " + PARENT + "/.old.gone && echo half > " + PARENT
                + "/.zero.part/app/a");
        place(tree("one", "app/a.txt", "a"));
        assertThat(machine.sh("ls -A " + PARENT)).isEqualTo("one");
    }

    @Test
    void fiveVersionsAreKept() throws IOException {
        placeVersions("v1", "v2", "v3", "v4", "v5", "v6");
        assertThat(machine.sh("ls " + PARENT).lines()).containsExactly("v2", "v3", "v4", "v5", "v6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/site/current", "/srv/site/releases/current"})
    void theLiveVersionIsKeptHoweverOldItIs(String link) throws IOException {
        placeVersions("v1", "v2");
        machine.sh("ln -s " + PARENT + "/v1 " + link);
        placeVersions("v3", "v4", "v5", "v6", "v7", "v8");
        assertThat(machine.sh("ls " + PARENT).lines()).contains("v1", "v8").doesNotContain("v2", "v3");
    }

    @Test
    void theLiveVersionIsKeptAlsoWhereTheFolderIsALinkToAnotherDisk() throws IOException {
        machine.sh("mkdir -p /opt/disk/site && ln -s /opt/disk/site /srv/site");
        placeVersions("v1");
        machine.sh("ln -s releases/v1 /srv/site/current");
        placeVersions("v2", "v3", "v4", "v5", "v6", "v7");
        assertThat(machine.sh("ls " + PARENT).lines()).contains("v1");
    }

    @Test
    void aVersionThatGoesIsNeverThereInPart() throws IOException {
        placeVersions("v1", "v2", "v3", "v4", "v5");
        machine.program("rm", "case \"$*\" in *v1*) kill -KILL $PPID;; esac; exec /usr/bin/rm \"$@\"");
        Tree six = tree("v6", "app/a", "six");
        assertThatExceptionOfType(RemoteException.class).isThrownBy(() -> place(six));
        assertThat(machine.sh("ls " + PARENT).lines()).doesNotContain("v1").contains("v6");
    }

    private void placeVersions(String... ids) throws IOException {
        for (String id : ids) {
            place(tree(id, "app/a", "of " + id));
            // The order of placing, though they all come within one second.
            machine.sh("touch -d \"@$(($(ls " + PARENT + " | wc -l) + 1000 + ${1#v}))\" " + PARENT + "/$1", "", id);
        }
    }

    private void place(Tree tree) {
        new TreePlacing(machine, said::add).place(tree);
    }

    private Tree tree(String id, String... pathsAndContents) throws IOException {
        SortedMap<String, Tree.Source> files = new TreeMap<>();
        for (int index = 0; index < pathsAndContents.length; index += 2) {
            Path file = folder.resolve(id).resolve(pathsAndContents[index]);
            String content = pathsAndContents[index + 1];
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            files.put(pathsAndContents[index], new Tree.Source(file, Component.sha256(content), content.length()));
        }
        return new Tree(new MachinePath(PARENT), id, files);
    }
}
