package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** A kind whose value may be {@code null}, which means that there is none. */
record OrNull<T>(Kind<T> kind) implements Kind<Optional<T>> {
    @Override
    public Optional<Optional<T>> read(Node node, Place place) {
        if (Place.isNull(node)) {
            return Optional.of(Optional.empty());
        }
        Optional<T> value = kind.read(node, place);
        return value.isPresent() ? Optional.of(value) : Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(kind.schema());
        schema.computeIfPresent("type", (name, type) -> List.of(type, "null"));
        return schema;
    }
}
