package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import dev.tandem.control.model.yaml.text.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;

/**
 * One key of a section, declared once for reading, for the schema and for the tests of the example.
 *
 * @param written the default or, for a key that a file must have, an example of it; in the words of site.yaml
 * @param doc one sentence for the user
 */
public record Key<T>(String name, Kind<T> kind, boolean isNeeded, String written, String doc) {
    public static <T> Key<T> needed(String name, Kind<T> kind, String example, String doc) {
        return new Key<>(name, kind, true, example, doc);
    }

    public static <T> Key<T> optional(String name, Kind<T> kind, String fallback, String doc) {
        return new Key<>(name, kind, false, fallback, doc);
    }

    /** The default; for a key that is needed, the example in its place. */
    public T standIn(Place place) {
        Place scratch = Place.root(place.notes().scratch());
        return YamlText.compose(written, scratch.notes())
                .flatMap(node -> kind.read(node, scratch))
                .orElseThrow(() ->
                        new IllegalStateException(name + ": " + scratch.notes().sortedProblems()));
    }

    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", doc);
        schema.putAll(kind.schema());
        Object value = new Load(YamlText.SETTINGS).loadFromString(written);
        schema.put(isNeeded ? "examples" : "default", isNeeded ? List.of(value) : value);
        return schema;
    }
}
