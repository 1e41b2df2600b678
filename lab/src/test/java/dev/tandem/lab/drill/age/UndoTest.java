package dev.tandem.lab.drill.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.computer.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@link Undo}, run on this computer in a folder of the test, without units to start anew. */
class UndoTest {
    @TempDir
    Path folder;

    @Test
    void whatWasDoneLastIsTakenBackFirstAndALineThatFailsKeepsNoOtherBack() throws IOException {
        remember("echo first >> " + folder.resolve("said"));
        remember("false");
        remember("no-such-program 2> /dev/null; echo 'it''s the second' >> " + folder.resolve("said"));
        run(Undo.RUN);
        assertThat(Files.readAllLines(folder.resolve("said"))).containsExactly("its the second", "first");
        assertThat(folder.resolve("tandem-aged")).doesNotExist();
    }

    @Test
    void whereNothingWasDoneNothingIsTakenBackHoweverOften() {
        run(Undo.RUN);
        remember("echo once >> " + folder.resolve("said"));
        run(Undo.RUN);
        run(Undo.RUN);
        assertThat(folder.resolve("said")).hasContent("once");
    }

    /** Killed between the new script and its taking the old one's place: the old one holds what was done. */
    @Test
    void aScriptThatWasCutOffIsNotRun() throws IOException {
        remember("echo done >> " + folder.resolve("said"));
        Files.writeString(folder.resolve("tandem-aged/undo.new"), "echo never >> " + folder.resolve("sa"));
        run(Undo.RUN);
        assertThat(folder.resolve("said")).hasContent("done");
    }

    private void remember(String line) {
        run(Undo.ADD, line);
    }

    private void run(String script, String... arguments) {
        String here = script.replace(
                        "/var/lib/tandem-aged", folder.resolve("tandem-aged").toString())
                .replaceAll("(?m)^systemctl .*$", "true");
        String[] words = new String[4 + arguments.length];
        System.arraycopy(new String[] {"sh", "-euc", here, "sh"}, 0, words, 0, 4);
        System.arraycopy(arguments, 0, words, 4, arguments.length);
        Command.of(words).run();
    }
}
