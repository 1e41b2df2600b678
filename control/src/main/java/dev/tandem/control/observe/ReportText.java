package dev.tandem.control.observe;

import dev.tandem.protocol.AgentReport;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.util.Map;
import java.util.Optional;

/** The text in which a database agent says what it does, in JSON. */
public final class ReportText {
    private static final Jsonb JSONB = Jsonb.builder().build();

    private ReportText() {}

    /** Empty for a text that is no report: an agent that is only starting has written none. */
    public static Optional<AgentReport> read(String text) {
        try {
            return text.isBlank() || !(JSONB.type(Object.class).fromJson(text) instanceof Map<?, ?> fields)
                    ? Optional.empty()
                    : Optional.of(AgentReport.of(fields));
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
