package dev.tandem.agent.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A transaction's answer. */
final class Outcome {
    private final Map<?, ?> json;

    Outcome(Map<?, ?> json) {
        this.json = json;
    }

    /** A value with the revision at which it was last written. */
    record Value(String key, String text, long revision) {}

    /** Whether all comparisons held; left out of the answer when not. */
    boolean succeeded() {
        return Boolean.TRUE.equals(json.get("succeeded"));
    }

    /** The revision of etcd after it. */
    long revision() {
        return json.get("header") instanceof Map<?, ?> header ? number(header.get("revision")) : 0;
    }

    /** What the operation at that place read, when it read one key. */
    Optional<Value> value(int operation) {
        return values(operation).findFirst();
    }

    /** What the operation at that place read. */
    Stream<Value> values(int operation) {
        return json.get("responses") instanceof List<?> responses
                        && responses.get(operation) instanceof Map<?, ?> response
                        && response.get("response_range") instanceof Map<?, ?> range
                        && range.get("kvs") instanceof List<?> pairs
                ? pairs.stream().map(Outcome::value)
                : Stream.empty();
    }

    private static Value value(Object pair) {
        Map<?, ?> map = (Map<?, ?>) pair;
        return new Value(text(map.get("key")), text(map.get("value")), number(map.get("mod_revision")));
    }

    private static String text(@Nullable Object base64) {
        return base64 instanceof String text
                ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
                : "";
    }

    private static long number(@Nullable Object text) {
        return text instanceof String digits ? Long.parseLong(digits) : 0;
    }
}
