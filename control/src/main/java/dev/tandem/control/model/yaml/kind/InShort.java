package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** A section that may also be written as one value, when nothing else of it is to be said. */
public record InShort<S, T>(Scalar<S> value, Function<S, T> meaning, Section<T> section) implements Kind<T> {
    @Override
    public Optional<T> read(Node node, Place place) {
        if (node instanceof MappingNode) {
            return section.read(node, place);
        }
        return value.read(node, place).map(meaning);
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("oneOf", List.of(value.schema(), section.schema()));
    }
}
