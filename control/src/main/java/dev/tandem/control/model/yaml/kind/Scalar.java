package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A single value.
 *
 * @param noun what it is, with an example
 * @param form whether YAML must see it as text, as a whole number, or as either
 * @param parser throws IllegalArgumentException, with a sentence for the user
 * @param limits what the schema says beyond the type
 */
public record Scalar<T>(String noun, Form form, Function<String, T> parser, Map<String, Object> limits)
        implements Kind<T> {
    /** How YAML must see the value. */
    public enum Form {
        TEXT,
        WHOLE,
        ANY
    }

    public static <T> Scalar<T> text(String noun, Pattern pattern, Function<String, T> parser) {
        return new Scalar<>(noun, Form.TEXT, parser, Map.of("pattern", "^(?:" + pattern.pattern() + ")$"));
    }

    @Override
    public Optional<T> read(Node node, Place place) {
        if (!(node instanceof ScalarNode scalar) || Place.isNull(node)) {
            place.unexpected(node, noun);
            return Optional.empty();
        }
        int before = place.notes().problems();
        Optional<T> value = parse(scalar.getValue(), place);
        if (place.notes().problems() == before) {
            checkForm(scalar, place);
        }
        return value;
    }

    /** The value of the text; empty, with a problem noted, when it is refused. */
    Optional<T> parse(String text, Place place) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException refused) {
            place.problem(
                    String.valueOf(refused.getMessage()),
                    slips(text).filter(this::isGood).findFirst());
            return Optional.empty();
        }
    }

    /** Editors go by YAML's own types, and so do we: a file that one of the two refuses would help nobody. */
    private void checkForm(ScalarNode scalar, Place place) {
        boolean isText = scalar.getTag().equals(Tag.STR);
        if (form == Form.TEXT && !isText) {
            place.problem("YAML takes " + scalar.getValue() + " for a number or a truth value; put it in quotes");
        } else if (form == Form.WHOLE && isText) {
            place.problem("a number stands without quotes", Optional.of(scalar.getValue()));
        }
    }

    private boolean isGood(String text) {
        try {
            var _ = parser.apply(text);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** What may have been meant: other case, no blank before the unit or no unit, a slash too few, a dot or a B too many. */
    private static Stream<String> slips(String text) {
        String joined = text.strip().replaceAll("(?<=\\d) +(?=[A-Za-z])", "");
        String lower = joined.toLowerCase(Locale.ROOT);
        String upper = joined.toUpperCase(Locale.ROOT);
        return Stream.of(
                joined,
                lower,
                upper,
                lower.replaceAll("\\.$", ""),
                upper.replaceAll("I?B$", ""),
                joined.replaceAll("^(\\d+)$", "$1s"),
                joined.replaceAll("^(?=[A-Za-z])", "/"));
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(
                "type",
                switch (form) {
                    case TEXT -> "string";
                    case WHOLE -> "integer";
                    case ANY -> List.of("string", "number", "boolean");
                });
        schema.putAll(new TreeMap<>(limits)); // Map.of has another order in every run.
        return schema;
    }
}
