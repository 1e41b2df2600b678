package dev.tandem.control.model.yaml.text;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One place of the file while it is read.
 *
 * @param path as in {@link Problem#path()}
 * @param position where problems of this place are reported
 */
public record Place(Notes notes, String path, Position position) {
    public static Place root(Notes notes) {
        return new Place(notes, "", Position.START);
    }

    /** The place of a key's value. */
    public Place value(String name, NodeTuple entry) {
        // What spans lines is reported at its key: that is where its reader looks for its beginning.
        Node shown = entry.getValueNode() instanceof ScalarNode ? entry.getValueNode() : entry.getKeyNode();
        return noted(child(name), positionOf(shown));
    }

    public Place item(int index, Node node) {
        return noted(path + "[" + index + "]", positionOf(node));
    }

    public String child(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public void problem(String message) {
        problem(message, Optional.empty());
    }

    public void problem(String message, Optional<String> suggestion) {
        notes.problem(position, path, message, suggestion);
    }

    /** Says that a stand-in is used for what is here. */
    public void doubt() {
        notes.doubt(path);
    }

    /** The entries of a mapping by key, the first of each; empty, with a problem noted, when the node is no mapping. */
    public Optional<SequencedMap<String, NodeTuple>> entries(Node node, String expected) {
        if (!(node instanceof MappingNode mapping)) {
            unexpected(node, expected);
            return Optional.empty();
        }
        SequencedMap<String, NodeTuple> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Position at = positionOf(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                notes.problem(
                        at, path, "a key is a single word, not " + describe(entry.getKeyNode()), Optional.empty());
                continue;
            }
            NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
            if (first != null) {
                notes.doubt(child(key.getValue()));
                String message = "is written twice; the first is in line "
                        + positionOf(first.getKeyNode()).line();
                notes.problem(at, child(key.getValue()), message, Optional.empty());
            }
        }
        return Optional.of(entries);
    }

    public void unexpected(Node node, String expected) {
        problem(
                isNull(node)
                        ? "has no value; expected " + expected
                        : "expected " + expected + ", found " + describe(node));
    }

    public static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    public static Position positionOf(Node node) {
        return node.getStartMark().map(Position::of).orElse(Position.START);
    }

    private Place noted(String childPath, Position childPosition) {
        notes.found(childPath, childPosition);
        return new Place(notes, childPath, childPosition);
    }

    private static String describe(Node node) {
        return switch (node) {
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            case SequenceNode list -> "a list";
            default -> "a mapping of keys to values";
        };
    }
}
