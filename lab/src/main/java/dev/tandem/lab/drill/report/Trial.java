package dev.tandem.lab.drill.report;

import dev.tandem.lab.drill.age.Aged;
import dev.tandem.lab.drill.measure.Ledger;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.TimeLine;
import dev.tandem.lab.drill.measure.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one fault.
 *
 * @param run what was measured, and doubts
 * @param what was done, with machines' names; empty when it came to nothing
 * @param proof that it bit
 * @param timeLine what happened in each tenth of a second; empty when nothing was struck
 * @param ledgers of the database's clients, and of users
 * @param rate acknowledged writes a second before the fault
 * @param aged how the site was made old before; nothing when it was not
 */
public record Trial(
        Verdict.Run run,
        String what,
        Optional<String> proof,
        Optional<TimeLine> timeLine,
        List<Ledger> ledgers,
        double rate,
        long pauseBeforeMillis,
        List<Aged> aged) {
    public Trial {
        ledgers = List.copyOf(ledgers);
        aged = List.copyOf(aged);
    }

    /** Nothing could be done, or nothing be read. */
    public static Trial vain(String why) {
        return vain(new Verdict.Run(Map.of(), List.of(why), false), List.of());
    }

    /** Ageing alone was more than the site could bear: it did not get well by itself within that time. */
    public static Trial ill(List<Aged> aged, Duration within, String trouble) {
        return vain(
                new Verdict.Run(
                        Map.of(Measure.RECOVERY, within.toMillis()),
                        List.of("ageing alone made the site unwell: " + trouble),
                        false),
                aged);
    }

    private static Trial vain(Verdict.Run run, List<Aged> aged) {
        return new Trial(run, "", Optional.empty(), Optional.empty(), List.of(), 0, 0, aged);
    }
}
