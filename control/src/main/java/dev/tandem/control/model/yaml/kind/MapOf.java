package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Names of the user's choice with a value each, in the order of the file.
 *
 * @param noun what they are, with an example
 * @param name what a name may be
 */
public record MapOf<K, V>(String noun, Scalar<K> name, Kind<V> value) implements Kind<SequencedMap<K, V>> {
    @Override
    public Optional<SequencedMap<K, V>> read(Node node, Place place) {
        return place.entries(node, noun).map(entries -> values(entries, place));
    }

    private SequencedMap<K, V> values(SequencedMap<String, NodeTuple> entries, Place place) {
        SequencedMap<K, V> values = new LinkedHashMap<>();
        entries.forEach((text, entry) -> {
            Place here = place.value(text, entry);
            Place atName = new Place(place.notes(), here.path(), Place.positionOf(entry.getKeyNode()));
            Optional<K> key = name.parse(text, atName);
            Optional<V> read = value.read(entry.getValueNode(), here);
            if (key.isPresent() && read.isPresent()) {
                values.put(key.get(), read.get());
            } else {
                here.doubt();
            }
        });
        return values;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("propertyNames", name.schema());
        schema.put("additionalProperties", value.schema());
        return schema;
    }
}
