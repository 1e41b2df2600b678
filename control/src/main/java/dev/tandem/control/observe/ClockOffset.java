package dev.tandem.control.observe;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a machine's clock is from this computer's.
 *
 * @param ahead negative when it is behind
 * @param doubt half of the time that asking took: it is not known when in that time the machine looked at its clock
 */
public record ClockOffset(Duration ahead, Duration doubt) {
    private static final Duration WORTH_TELLING = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Pattern MOMENT = Pattern.compile("(\\d{1,11}) (\\d{1,9})");
    private static final ClockOffset UNKNOWN = new ClockOffset(Duration.ZERO, WITHIN);

    /** Asks all machines at the same time. A machine that does not answer, or not with a moment, has no offset worth telling. */
    public static Map<MachineName, ClockOffset> measure(Fleet fleet, List<MachineName> machines) {
        return InParallel.map(machines, machine -> machine, machine -> measure(fleet, machine));
    }

    private static ClockOffset measure(Fleet fleet, MachineName machine) {
        RemoteCommand look =
                RemoteCommand.of("look at the clock", "date", "+%s %N").within(WITHIN);
        try {
            // The first question may have to open the connection.
            fleet.machine(machine).require(look);
            Instant before = Instant.now();
            Instant there = fleet.machine(machine).require(look, answer -> moment(answer.text()));
            Duration half = Duration.between(before, Instant.now()).dividedBy(2);
            return new ClockOffset(Duration.between(before.plus(half), there), half);
        } catch (RemoteException e) {
            return UNKNOWN;
        }
    }

    /** Throws IllegalArgumentException when the text is not seconds and nanoseconds. */
    private static Instant moment(String text) {
        Matcher form = MOMENT.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no moment");
        }
        return Instant.ofEpochSecond(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
    }

    /** In words, as {@code 1.20 s ahead of this computer's, give or take 0.01 s}; nothing while it is small or not known. */
    public Optional<String> worthTelling() {
        if (ahead.abs().minus(doubt).compareTo(WORTH_TELLING) < 0) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%.2f s %s this computer's, give or take %.2f s",
                ahead.abs().toMillis() / 1000.0,
                ahead.isNegative() ? "behind" : "ahead of",
                doubt.toMillis() / 1000.0));
    }
}
