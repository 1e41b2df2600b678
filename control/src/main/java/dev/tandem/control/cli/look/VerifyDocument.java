package dev.tandem.control.cli.look;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What {@code verify --json} prints.
 *
 * @param schema rises when a key changes its meaning
 * @param tried how many doors were knocked at
 */
@Json
record VerifyDocument(int schema, String site, String place, int tried, List<Difference> differences) {
    /**
     * A port that is not as the list of flows has it.
     *
     * @param service what should or could be there; empty for a port of nobody's
     * @param expected {@code open}; {@code shut}; {@code silent} where it is shut and says so
     * @param found {@code open}, {@code refused} or {@code silent}
     */
    @Json
    record Difference(String from, String to, String service, String expected, String found) {
        @Override
        public String toString() {
            return from + " -> " + to + (service.isEmpty() ? "" : " (" + service + ")") + ": should be " + expected
                    + ", is " + found;
        }
    }
}
