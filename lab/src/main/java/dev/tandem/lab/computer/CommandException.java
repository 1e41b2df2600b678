package dev.tandem.lab.computer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of this computer failed, could not be started or did not end in time. */
public final class CommandException extends LabException {
    private static final int TAIL_LENGTH = 1_000;

    CommandException(List<String> words, String outcome, String stderr, String hint, @Nullable Throwable cause) {
        super(message(words, outcome, stderr, hint), cause);
    }

    private static String message(List<String> words, String outcome, String stderr, String hint) {
        String tail = stderr.strip();
        if (tail.length() > TAIL_LENGTH) {
            tail = "…" + tail.substring(tail.length() - TAIL_LENGTH);
        }
        return "`" + String.join(" ", words) + "` " + outcome + (tail.isEmpty() ? "" : ": " + tail)
                + (hint.isEmpty() ? "" : " [" + hint + "]");
    }
}
