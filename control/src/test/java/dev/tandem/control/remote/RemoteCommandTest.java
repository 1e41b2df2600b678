package dev.tandem.control.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words go through a real shell and come out as they were. */
class RemoteCommandTest {
    private static final String AWKWARD = " '\"\\$`!*?[]{}()<>|&;#~=%^,:@+-/\n\tabcÄ€";

    @Test
    void plainWordsAreShownAsTheyAre() {
        assertThat(RemoteCommand.of("look", "ls", "-l", "/etc/a_b.conf,x:1@y+%z")
                        .quoted())
                .isEqualTo("ls -l /etc/a_b.conf,x:1@y+%z");
    }

    @Test
    void awkwardWordsComeOutAsTheyWere() throws Exception {
        assertRoundTrip(List.of(
                "", " ", "it's", "'", "''", "\"", "$HOME", "`id`", "$(id)", "a\nb", "\n", "\\", "*", "~", "~root", "-n",
                "--", "a=b", "#x", "!!", "&&", ";", "|", ">x", "Ä€", "a  b", "{a,b}", "[a]", "\t"));
    }

    @Test
    void anyWordsComeOutAsTheyWere() throws Exception {
        Random random = new Random(20_261_122);
        List<String> words = new ArrayList<>();
        for (int count = 0; count < 500; count++) {
            StringBuilder word = new StringBuilder();
            random.ints(random.nextInt(12), 0, AWKWARD.length()).forEach(index -> word.append(AWKWARD.charAt(index)));
            words.add(word.toString());
        }
        assertRoundTrip(words);
    }

    @Test
    void aFirstWordWithAnEqualsSignIsNoAssignment() {
        assertThat(RemoteCommand.of("run", "A=b", "true").quoted()).isEqualTo("'A=b' true");
    }

    @Test
    void aScriptFindsItsArgumentsAndStopsAtTheFirstFailure() throws Exception {
        assertThat(shell(RemoteCommand.script("run", "echo \"$2\"; false; echo never", "one", "two words")))
                .isEqualTo("two words\n");
        assertThat(shell(RemoteCommand.script("run", "echo \"$1$2\"", "one"))).isEmpty();
    }

    @Test
    void errorsMayGoWithTheOutput() throws Exception {
        RemoteCommand command = RemoteCommand.of("run", "sh", "-c", "echo out; echo 'err or' >&2");
        assertThat(shell(command.withErrorsInOutput())).isEqualTo("out\nerr or\n");
    }

    @Test
    void asAnotherUserNothingOfRootsGoesAlong() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
        RemoteCommand look = RemoteCommand.of(
                "look", "sh", "-c", "id -un; id -G | wc -w; grep -c 'Cap.*:.*[1-9a-f]' /proc/self/status");
        assertThat(shell(look.as("daemon"))).isEqualTo("daemon\n1\n0\n");
    }

    @Test
    void aCommandHasAWord() {
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteCommand.of("nothing"));
    }

    private static void assertRoundTrip(List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of("printf", "%s\\0"));
        command.addAll(words);
        String output = shell(RemoteCommand.of("print", command.toArray(String[]::new)));
        assertThat(List.of(output.split("\0", -1))).isEqualTo(append(words, ""));
    }

    private static List<String> append(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all;
    }

    /** As sshd hands it to the user's shell. */
    private static String shell(RemoteCommand command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command.quoted())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
