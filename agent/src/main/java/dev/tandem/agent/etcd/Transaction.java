package dev.tandem.agent.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A transaction for {@code POST /v3/kv/txn}, as maps: what is compared, and what happens if all of it is so. */
final class Transaction {
    static final String PATH = "/v3/kv/txn";

    private final List<Map<String, Object>> comparisons = new ArrayList<>();
    private final List<Map<String, Object>> operations = new ArrayList<>();
    private final List<Map<String, Object>> otherwise = new ArrayList<>();

    /** The key was last written at that revision; 0 for a key that does not exist. */
    Transaction ifRevision(String key, long revision) {
        comparisons.add(Map.of(
                "key", base64(key), "target", "MOD", "result", "EQUAL", "mod_revision", Long.toString(revision)));
        return this;
    }

    Transaction put(String key, String value) {
        operations.add(Map.of("request_put", Map.of("key", base64(key), "value", base64(value))));
        return this;
    }

    /** The value goes when the lease ends. */
    Transaction put(String key, String value, String lease) {
        operations.add(Map.of("request_put", Map.of("key", base64(key), "value", base64(value), "lease", lease)));
        return this;
    }

    Transaction delete(String key) {
        operations.add(Map.of("request_delete_range", Map.of("key", base64(key))));
        return this;
    }

    /** Reads keys whether or not the comparisons hold. */
    Transaction getAlways(List<String> keys) {
        for (String key : keys) {
            Map<String, Object> range = Map.of("request_range", Map.of("key", base64(key)));
            operations.add(range);
            otherwise.add(range);
        }
        return this;
    }

    /** All keys that begin so, in order. */
    Transaction getAll(String prefix) {
        String end = prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
        operations.add(Map.of("request_range", Map.of("key", base64(prefix), "range_end", base64(end))));
        return this;
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("compare", comparisons);
        json.put("success", operations);
        json.put("failure", otherwise);
        return json;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
