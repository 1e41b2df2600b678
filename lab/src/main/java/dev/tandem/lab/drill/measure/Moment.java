package dev.tandem.lab.drill.measure;

import dev.tandem.protocol.AgentReport;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that happened during a drill.
 *
 * @param at on the clock of the attempts
 * @param kind event (the drill's own) or primary (who may be written to, from then on)
 */
public record Moment(long at, String kind, String words) {
    public static Moment event(long at, String words) {
        return new Moment(at, "event", words);
    }

    /** Who says to be primary; nobody, or more than one, is said as well. */
    static String primaries(Map<String, AgentReport> agents) {
        String names = agents.entrySet().stream()
                .filter(entry -> entry.getValue().takesWrites())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" and "));
        return names.isEmpty() ? "nobody" : names;
    }
}
