package dev.tandem.control.cli.secret;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What {@code secret list --json} prints.
 *
 * @param schema rises when a key changes its meaning
 */
@Json
record SecretDocument(int schema, String site, String place, List<Entry> secrets) {
    /**
     * One secret, without its value.
     *
     * @param since the day on which the value in use was made, in UTC; {@code -} when there is none yet
     * @param phase {@code steady}, {@code prepared} (the next value is accepted and not in use yet) or {@code switched} (the
     *     value before is still accepted)
     * @param machines that hold it in a file
     */
    @Json
    record Entry(String name, String purpose, String since, String phase, List<String> machines) {}
}
