package dev.tandem.control.cli;

import java.util.List;
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
            if (changesMachines()) {
                OwnMachines.require(workplace, takenOver());
            }
            return run(workplace, parent.talk()).code();
        }
    }

    /** Throws CommandFailure when options that are right alone make no sense together. Called before anything else. */
    protected void requireSense() {}

    /**
     * Whether it does to machines what only the vault that made their site should do: then it is refused, before anything else, when some belong
     * to another site. What somebody runs on a machine in his own words is his own.
     */
    protected boolean changesMachines() {
        return true;
    }

    /** The machines that are taken although they belong to another site. */
    protected List<String> takenOver() {
        return List.of();
    }

    protected abstract Exit run(Workplace workplace, Talk talk);

    /** The command that this one is a word of, directly or as {@code secret list} is. */
    final Tandem tandem() {
        if (spec == null || !(spec.root().userObject() instanceof Tandem tandem)) {
            throw new IllegalStateException("a command of its own, without the one above it");
        }
        return tandem;
    }
}
