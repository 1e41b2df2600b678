package dev.tandem.lab.drill;

import java.util.List;
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
 */
record Trial(
        Verdict.Run run,
        String what,
        Optional<String> proof,
        Optional<TimeLine> timeLine,
        List<Ledger> ledgers,
        double rate,
        long pauseBeforeMillis) {
    Trial {
        ledgers = List.copyOf(ledgers);
    }

    /** Nothing could be done, or nothing be read. */
    static Trial vain(String why) {
        return new Trial(
                new Verdict.Run(java.util.Map.of(), List.of(why), false),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                0);
    }
}
