package dev.tandem.control.cli;

import java.util.Locale;

/** Asks before the real site is changed. The lab is there to be changed, and nobody is asked. */
final class Question {
    private Question() {}

    /** Returns when the answer is yes, or none is needed; else throws CommandFailure. */
    static void ask(Workplace workplace, boolean yes, String question) {
        if (yes || !workplace.place().isReal()) {
            return;
        }
        if (!Terminal.isPresent()) {
            throw new CommandFailure(
                    Exit.USAGE, "Nobody is here to ask. Say --yes to change the real site; nothing was touched.");
        }
        String answer = Terminal.ask(question + " [y/N] ").orElse("");
        if (!answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandFailure(Exit.REFUSED, "Not done; nothing was touched.");
        }
    }
}
