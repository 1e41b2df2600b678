package dev.tandem.control.cli;

import picocli.CommandLine.Option;

/** The option of every command that asks before it changes the real site. */
public final class YesOption {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before changing the real site.")
    boolean yes;

    /** Returns when the answer is yes, or none is needed; else throws CommandFailure. */
    public void ask(Workplace workplace, String question) {
        if (isNeeded(workplace)) {
            Question.ask(question);
        }
    }

    /** Whether somebody has to be asked: the lab is there to be changed. */
    public boolean isNeeded(Workplace workplace) {
        return !yes && workplace.place().isReal();
    }
}
