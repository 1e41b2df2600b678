package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Place;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** What may stand at one place of the file: how it is read, and how an editor is told about it. */
public interface Kind<T> {
    /** The value; empty when there is none to be had, and then at least one problem has been noted. */
    Optional<T> read(Node node, Place place);

    /** This kind in the words of JSON Schema 2020-12. */
    Map<String, Object> schema();

    /** This kind, or {@code null} for none. */
    default Kind<Optional<T>> orNull() {
        return new OrNull<>(this);
    }
}
