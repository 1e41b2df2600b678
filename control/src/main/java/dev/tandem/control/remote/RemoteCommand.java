package dev.tandem.control.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command for a machine, as words that reach the program unchanged: they are quoted for the machine's shell in one place,
 * here.
 *
 * @param purpose what the command is for, as a user would say it; ends up in errors
 * @param words the program and its arguments; never a secret, because anyone on the machine can list them
 * @param input what the program reads
 * @param deadline from the start until the last byte of output
 */
public record RemoteCommand(String purpose, List<String> words, Input input, Duration deadline) {
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);

    public RemoteCommand {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
        words = List.copyOf(words);
    }

    /** A command without input and with the usual deadline of 30 s. */
    public static RemoteCommand of(String purpose, String... words) {
        return new RemoteCommand(purpose, List.of(words), Input.NONE, USUAL_DEADLINE);
    }

    /**
     * A shell script with arguments, which it finds as {@code $1}, {@code $2}, ...; it stops at the first command that fails
     * and at the first name it does not know.
     */
    public static RemoteCommand script(String purpose, String script, String... arguments) {
        List<String> words = Stream.concat(Stream.of("sh", "-euc", script, "tandem"), Stream.of(arguments))
                .toList();
        return new RemoteCommand(purpose, words, Input.NONE, USUAL_DEADLINE);
    }

    public RemoteCommand reading(Input newInput) {
        return new RemoteCommand(purpose, words, newInput, deadline);
    }

    public RemoteCommand reading(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return reading(output -> output.write(bytes));
    }

    /** The same, with what the program writes to its error output among its output. */
    public RemoteCommand withErrorsInOutput() {
        List<String> merged = Stream.concat(Stream.of("sh", "-c", "exec \"$@\" 2>&1", "tandem"), words.stream())
                .toList();
        return new RemoteCommand(purpose, merged, input, deadline);
    }

    /**
     * The same, as another user of the machine, who gets nothing of root's along: no group, no capability, and no way to get one. For
     * programs that read what such a user wrote or answers, or that write where he can write.
     */
    public RemoteCommand as(String user) {
        List<String> asUser =
                new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        asUser.addAll(List.of("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"));
        asUser.addAll(words);
        return new RemoteCommand(purpose, asUser, input, deadline);
    }

    public RemoteCommand within(Duration newDeadline) {
        return new RemoteCommand(purpose, words, input, newDeadline);
    }

    /** The words as one line for a POSIX shell. */
    public String quoted() {
        return words.stream().map(RemoteCommand::quote).collect(Collectors.joining(" "));
    }

    /** A word with '=' is quoted too: as the first one it would be an assignment. */
    private static String quote(String word) {
        return word.matches("[A-Za-z0-9@%+_:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Writes what a program reads. Called once, on a thread of its own; the stream is closed by the caller. */
    @FunctionalInterface
    public interface Input {
        /** Nothing to read. */
        Input NONE = output -> {};

        void writeTo(OutputStream output) throws IOException;
    }
}
