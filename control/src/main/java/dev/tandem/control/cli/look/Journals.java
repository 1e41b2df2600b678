package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.observe.Journal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Shows the machines' journals: what there is on standard output, who is missing beside it. */
final class Journals {
    private Journals() {}

    /** The lines of all machines that answer, as far as they are wanted; a dead one is often why somebody looks. */
    static Exit show(Journal journal, Predicate<String> wanted, Talk talk) {
        Journal.Merged merged = journal.merged();
        merged.lines().stream().filter(wanted).forEach(Output::line);
        merged.missing().forEach((machine, why) -> talk.bad("The lines of " + machine + " are missing. " + why));
        return merged.missing().isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    /** What comes, until Ctrl-C. */
    static Exit follow(Journal journal, Talk talk) {
        AtomicBoolean complete = new AtomicBoolean(true);
        journal.follow(Output::line, (machine, why) -> {
            complete.set(false);
            talk.bad("From now on the lines of " + machine + " are missing. " + why);
        });
        return complete.get() ? Exit.DONE : Exit.FAILED;
    }
}
