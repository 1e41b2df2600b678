package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A list in which nothing is said twice.
 *
 * @param noun what it is a list of, with an example
 * @param least how many items there are at least
 */
public record ListOf<T>(String noun, Kind<T> item, int least) implements Kind<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Place place) {
        if (!(node instanceof SequenceNode list)) {
            refuse(node, place);
            return Optional.empty();
        }
        if (list.getValue().size() < least) {
            place.problem("is empty; expected " + noun);
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        Map<T, String> places = new LinkedHashMap<>();
        for (int index = 0; index < list.getValue().size(); index++) {
            Place here = place.item(index, list.getValue().get(index));
            Optional<T> value = item.read(list.getValue().get(index), here);
            // Without this item the next ones have other numbers than in the file, so the whole list is in doubt.
            value.ifPresentOrElse(values::add, place::doubt);
            value.map(found -> places.putIfAbsent(found, here.path()))
                    .ifPresent(first -> here.problem("says again what " + first + " says"));
        }
        return Optional.of(values);
    }

    private void refuse(Node node, Place place) {
        if (node instanceof ScalarNode scalar && !Place.isNull(node)) {
            place.problem(
                    "expected " + noun + ", found '" + scalar.getValue() + "'",
                    Optional.of("[" + scalar.getValue() + "]"));
        } else {
            place.unexpected(node, noun);
        }
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", item.schema());
        schema.put("minItems", least);
        schema.put("uniqueItems", true);
        return schema;
    }
}
