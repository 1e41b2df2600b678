package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** A mapping with keys of our choice. */
public abstract class Section<T> implements Kind<T> {
    /** All keys, in the order of the manual. */
    public abstract List<Key<?>> keys();

    /** Makes the value; a record's refusal (IllegalArgumentException) becomes a problem of the section. */
    protected abstract T build(Values values);

    @Override
    public final Optional<T> read(Node node, Place place) {
        String expected = "keys and values such as '" + keys().getFirst().name() + ": "
                + keys().getFirst().written() + "'";
        return place.entries(node, expected).flatMap(entries -> read(entries, place));
    }

    private Optional<T> read(SequencedMap<String, NodeTuple> entries, Place place) {
        Map<String, NodeTuple> known = known(entries, place);
        int before = place.notes().problems();
        Values values = new Values();
        keys().forEach(key -> readKey(key, Optional.ofNullable(known.get(key.name())), place, values));
        try {
            return Optional.of(build(values));
        } catch (IllegalArgumentException refused) {
            if (place.notes().problems() == before) {
                place.problem(String.valueOf(refused.getMessage()));
            }
            return Optional.empty();
        }
    }

    /** The entries by the key that is meant: a misspelled key is one problem, not an unknown key and a missing one. */
    private Map<String, NodeTuple> known(SequencedMap<String, NodeTuple> entries, Place place) {
        List<String> names = keys().stream().map(Key::name).toList();
        List<String> absent =
                names.stream().filter(name -> !entries.containsKey(name)).toList();
        Map<String, NodeTuple> known = new LinkedHashMap<>(entries);
        known.keySet().retainAll(names);
        entries.forEach((name, entry) -> {
            if (!names.contains(name)) {
                Optional<String> nearest = Nearest.to(name, absent);
                nearest.ifPresent(meant -> known.putIfAbsent(meant, entry));
                String message =
                        nearest.isPresent() ? "unknown key" : "unknown key; known here are " + String.join(", ", names);
                place.notes().problem(Place.positionOf(entry.getKeyNode()), place.child(name), message, nearest);
            }
        });
        return known;
    }

    private <V> void readKey(Key<V> key, Optional<NodeTuple> entry, Place place, Values values) {
        if (entry.isPresent()) {
            Place here = place.value(key.name(), entry.get());
            Optional<V> value = key.kind().read(entry.get().getValueNode(), here);
            if (value.isEmpty()) {
                here.doubt();
            }
            values.put(key, value.orElseGet(() -> key.standIn(place)));
            return;
        }
        if (key.isNeeded()) {
            Place here = new Place(place.notes(), place.child(key.name()), place.position());
            here.problem("is missing; add '" + key.name() + ": " + key.written() + "'");
            here.doubt();
        }
        values.put(key, key.standIn(place));
    }

    @Override
    public final Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys().forEach(key -> properties.put(key.name(), key.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "required", keys().stream().filter(Key::isNeeded).map(Key::name).toList());
        schema.put("additionalProperties", false);
        return schema;
    }
}
