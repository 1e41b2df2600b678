package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** One of a few words. */
public record Choice<T>(SequencedMap<String, T> words) implements Kind<T> {
    public static <T> Choice<T> of(T[] values, Function<T, String> word) {
        SequencedMap<String, T> words = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> words.put(word.apply(value), value));
        return new Choice<>(words);
    }

    @Override
    public Optional<T> read(Node node, Place place) {
        String expected = "one of " + String.join(", ", words.keySet());
        if (!(node instanceof ScalarNode scalar) || Place.isNull(node)) {
            place.unexpected(node, expected);
            return Optional.empty();
        }
        String word = scalar.getValue();
        if (words.containsKey(word)) {
            return meaning(word);
        }
        Optional<String> nearest = Nearest.to(word, words.keySet());
        place.problem("'" + word + "' is not " + expected, nearest);
        // Going on with the word that was probably meant keeps one slip from being reported again by whole-site rules.
        return nearest.flatMap(this::meaning);
    }

    private Optional<T> meaning(String word) {
        return Optional.ofNullable(words.get(word));
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", List.copyOf(words.keySet()));
    }
}
