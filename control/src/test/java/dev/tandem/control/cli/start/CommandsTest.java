package dev.tandem.control.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.CapturedStreams;
import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.FakePlace;
import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.remote.Completed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all commands together. */
@Isolated("it takes over standard output")
class CommandsTest {
    @TempDir
    Path folder;

    private final CapturedStreams streams = new CapturedStreams();

    @AfterEach
    void streamsAreBack() {
        streams.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plan", "db", "db promote", "secret rotate", "help"})
    void helpSaysWhatACommandsOwnOptionSays(String command) {
        assertThat(run(words("help " + command))).isZero();
        String help = streams.output();
        assertThat(help).contains("Usage: " + ("tandem " + command).strip(), "--file=FILE");
        assertThat(run(words(command + " --help"))).isZero();
        assertThat(streams.output()).isEqualTo(help + help);
        assertThat(streams.errors()).isEmpty();
    }

    @Test
    void helpOfNoCommandIsAWrongCommandAndSaysWhatReadsAlike() {
        assertThat(run("help", "secret", "rotat")).isEqualTo(2);
        assertThat(streams.errors()).contains("rotat", "Did you mean: secret rotate");
        assertThat(run("help", "nonsense")).isEqualTo(2);
        assertThat(run("help", "db", "nonsense")).isEqualTo(2);
        assertThat(streams.output()).isEmpty();
    }

    @Test
    void whatIsPrintedToBeTypedNextWorksForTheSameFile() throws IOException {
        SmallSite.in(folder);
        String file = folder.resolve("site.yaml").toString();
        assertThat(run("plan", "--on", "lab", "--file=" + file)).isZero();
        assertThat(streams.errors()).contains("Next: tandem apply --on lab --file " + file + "\n");
    }

    private int run(String... words) {
        FakePlace place = new FakePlace((_, command) ->
                new Completed(0, command.purpose().equals("look at the machine") ? "== data\n" : "", ""));
        return CommandLines.run(folder, List.of(place, new RealSite()), Commands.all(), words);
    }

    private static String[] words(String text) {
        return text.strip().split(" ");
    }
}
