package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A command that has ended.
 *
 * @param exit its exit code
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Ran(List<String> words, int exit, String output, String errors, Duration took) {
    private static final Jsonb JSONB = Jsonb.builder().build();

    /** Fails the test, with all that the command said, unless it ended with this code. */
    Ran exits(int wanted) {
        assertThat(exit).as(toString()).isEqualTo(wanted);
        return this;
    }

    List<String> lines() {
        return output.lines().toList();
    }

    /** Its output as a document. */
    @SuppressWarnings("unchecked")
    Map<String, Object> document() {
        return (Map<String, Object>) JSONB.type(Object.class).fromJson(output);
    }

    /** The objects of one of the document's lists. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> entries(String key) {
        return (List<Map<String, Object>>) document().getOrDefault(key, List.of());
    }

    @Override
    public String toString() {
        return String.join(" ", words) + " (" + took.toMillis() + " ms) ended with " + exit + "\n" + output + errors;
    }
}
