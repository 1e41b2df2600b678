package dev.tandem.control.cli;

import java.util.Locale;

/** Asks before the real site is changed; {@link YesOption} says when. */
final class Question {
    private Question() {}

    /** Returns when the answer is yes; else throws CommandFailure. */
    static void ask(String question) {
        if (!Terminal.isPresent()) {
            throw new CommandFailure(
                    Exit.USAGE, "Nobody is here to ask. Say --yes for a yes on the real site; nothing was touched.");
        }
        String answer = Terminal.ask(question + " [y/N] ").orElse("");
        if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandFailure(Exit.REFUSED, "Not done; nothing was touched.");
        }
    }
}
