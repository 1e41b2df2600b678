package dev.tandem.control.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A command that works on one site. Ends with an exit code, or throws what {@link Failures} turns into one. */
public abstract class SiteCommand implements Callable<Integer> {
    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        requireSense();
        Tandem parent = tandem();
        try (Workplace workplace = parent.open()) {
            return run(workplace, parent.talk()).code();
        }
    }

    /** Throws CommandFailure when options that are right alone make no sense together. Called before anything else. */
    protected void requireSense() {}

    protected abstract Exit run(Workplace workplace, Talk talk);

    /** The command that this one is a word of, directly or as {@code secret list} is. */
    final Tandem tandem() {
        if (spec == null || !(spec.root().userObject() instanceof Tandem tandem)) {
            throw new IllegalStateException("a command of its own, without the one above it");
        }
        return tandem;
    }
}
