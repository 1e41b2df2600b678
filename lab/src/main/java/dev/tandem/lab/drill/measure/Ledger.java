package dev.tandem.lab.drill.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of unique writes, held against the rows that are there in the end.
 *
 * @param acknowledged how many writes were acknowledged
 * @param refused how many certainly were not done
 * @param maybe how many ended without anybody knowing
 * @param maybePresent how many of those were done
 * @param lost acknowledged, and not there
 * @param doubled there more than once
 * @param phantom there, though it was refused or never tried
 */
public record Ledger(
        int acknowledged,
        int refused,
        int maybe,
        int maybePresent,
        List<String> lost,
        List<String> doubled,
        List<String> phantom) {
    public Ledger {
        lost = List.copyOf(lost);
        doubled = List.copyOf(doubled);
        phantom = List.copyOf(phantom);
    }

    /**
     * Checks.
     *
     * @param writes each with an id of its own
     * @param rows how often each id is there
     */
    public static Ledger check(List<Attempt> writes, Map<String, Integer> rows) {
        Map<String, Attempt> tried = new HashMap<>();
        writes.forEach(write -> tried.put(write.id(), write));
        List<String> lost = new ArrayList<>();
        Map<Attempt.Outcome, Integer> counts = new EnumMap<>(Attempt.Outcome.class);
        int maybePresent = 0;
        for (Attempt write : tried.values()) {
            counts.merge(write.outcome(), 1, Integer::sum);
            boolean present = rows.containsKey(write.id());
            if (write.acknowledged() && !present) {
                lost.add(write.id());
            }
            if (write.outcome() == Attempt.Outcome.MAYBE && present) {
                maybePresent++;
            }
        }
        List<String> doubled = new ArrayList<>();
        List<String> phantom = new ArrayList<>();
        rows.forEach((id, count) -> {
            Attempt write = tried.get(id);
            if (write == null || write.outcome() == Attempt.Outcome.REFUSED) {
                phantom.add(id);
            }
            if (count > 1) {
                doubled.add(id);
            }
        });
        return new Ledger(
                counts.getOrDefault(Attempt.Outcome.ACKNOWLEDGED, 0),
                counts.getOrDefault(Attempt.Outcome.REFUSED, 0),
                counts.getOrDefault(Attempt.Outcome.MAYBE, 0),
                maybePresent,
                lost.stream().sorted().toList(),
                doubled.stream().sorted().toList(),
                phantom.stream().sorted().toList());
    }
}
