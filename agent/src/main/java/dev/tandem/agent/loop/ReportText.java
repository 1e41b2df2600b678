package dev.tandem.agent.loop;

import dev.tandem.protocol.AgentReport;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.Map;

/** The text of a report, in JSON. */
public final class ReportText {
    private static final JsonType<Object> JSON =
            Jsonb.builder().serializeNulls(true).build().type(Object.class);

    private ReportText() {}

    /** The text of a report, in one line. */
    public static String of(AgentReport report) {
        return JSON.toJson(report.fields());
    }

    /** Reads it, also in another version's words; throws IOException for what is no report. */
    public static AgentReport read(String text) throws IOException {
        try {
            if (!text.isBlank() && JSON.fromJson(text) instanceof Map<?, ?> fields) {
                return AgentReport.of(fields);
            }
            throw new IOException("an agent's report is not understood: it is no object of JSON");
        } catch (JsonException | IllegalArgumentException garbled) {
            throw new IOException("an agent's report is not understood: " + garbled.getMessage(), garbled);
        }
    }
}
