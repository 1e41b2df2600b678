package dev.tandem.control.cli.applying;

import dev.tandem.control.apply.Progress;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says how an apply goes, a line each time a component is in place. */
record ApplyTalk(Talk talk) implements Progress {
    private static final int SHOWN_CHANGES = 2;

    @Override
    public void begins(ComponentPlan work) {
        // The line that counts is the one at its end; what takes long speaks in between.
    }

    @Override
    public void says(MachineName machine, String component, String what) {
        talk.step(line(machine, component, what));
    }

    @Override
    public void ends(ComponentPlan work, Duration took) {
        talk.step(line(work.machine(), work.component().name(), what(work) + " (" + Talk.seconds(took) + ")"));
    }

    private static String what(ComponentPlan work) {
        String shown = work.changes().stream()
                .limit(SHOWN_CHANGES)
                .map(Change::subject)
                .collect(Collectors.joining(", "));
        int more = work.changes().size() - SHOWN_CHANGES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String line(MachineName machine, String component, String what) {
        return String.format(Locale.ROOT, "%-10s %-12s %s", machine, component, what);
    }
}
