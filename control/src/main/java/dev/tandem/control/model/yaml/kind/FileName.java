package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.yaml.text.Notes;
import dev.tandem.control.model.yaml.text.Place;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file or folder, relative to the folder of site.yaml; {@code ~/} is the user's home. Whether it exists is not asked.
 *
 * @param noun what it is, with an example
 */
public record FileName(String noun) implements Kind<Path> {
    @Override
    public Optional<Path> read(Node node, Place place) {
        return text(place).read(node, place);
    }

    @Override
    public Map<String, Object> schema() {
        return Scalar.text(noun, Scalars.NOT_EMPTY, Path::of).schema();
    }

    private Scalar<Path> text(Place place) {
        return Scalar.text(noun, Scalars.NOT_EMPTY, text -> resolve(text, place.notes()));
    }

    private Path resolve(String text, Notes notes) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("'" + text + "' is not " + noun);
        }
        if (text.startsWith("~/")) {
            return notes.inHome(text.substring(2));
        }
        if (text.startsWith("~")) {
            throw new IllegalArgumentException(
                    "'" + text + "': only ~/ is understood, the home of whoever runs Tandem");
        }
        return notes.inFolder(text);
    }
}
