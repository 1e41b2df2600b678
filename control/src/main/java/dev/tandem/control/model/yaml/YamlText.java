package dev.tandem.control.model.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML's own syntax: text to nodes that know their line. */
final class YamlText {
    /** The schema is the one that YAML 1.2 gives to editors; the limits keep a hostile file small in memory. */
    static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(100)
            .setCodePointLimit(1 << 20)
            .build();

    /** A site needs five levels. The library's composer recurses and would end a deep file with a stack overflow. */
    private static final int DEEPEST = 50;

    private YamlText() {}

    /** The document's root; empty, with a problem noted, when the text is not YAML or has no document. */
    static Optional<Node> compose(String text, Notes notes) {
        try {
            if (!isSimple(text, notes)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                note(notes, Position.START, "is empty; start from the example, sites/www.foobar.com/site.yaml");
            }
            return root;
        } catch (MarkedYamlEngineException broken) {
            note(notes, positionOf(broken), sentence(broken));
        } catch (ReaderException broken) {
            String before = text.substring(0, Math.clamp(broken.getPosition(), 0, text.length()));
            note(notes, Position.after(before), "a character that YAML does not allow");
        } catch (YamlEngineException broken) {
            note(notes, Position.START, "not YAML: " + broken.getMessage());
        }
        return Optional.empty();
    }

    private static void note(Notes notes, Position position, String message) {
        notes.problem(position, "", message, Optional.empty());
    }

    /** Whether the text keeps to the part of YAML that a site needs; a problem is noted when it does not. */
    private static boolean isSimple(String text, Notes notes) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            Position position = event.getStartMark().map(Position::of).orElse(Position.START);
            Optional<String> tag = Optional.empty();
            switch (event) {
                case CollectionStartEvent start -> {
                    depth++;
                    tag = start.getTag();
                }
                case CollectionEndEvent end -> depth--;
                case ScalarEvent scalar -> tag = scalar.getTag();
                default -> {}
            }
            if (tag.isPresent()) {
                note(notes, position, "a tag such as !x has no meaning here; leave it out");
                return false;
            }
            if (depth > DEEPEST) {
                note(notes, position, "more than " + DEEPEST + " levels of brackets or indentation");
                return false;
            }
        }
        return true;
    }

    /** What was opened and never closed is reported where it was opened: the library only notices at the end of the file. */
    private static Position positionOf(MarkedYamlEngineException broken) {
        return (isNeverClosed(broken)
                        ? broken.getContextMark()
                        : broken.getProblemMark().or(broken::getContextMark))
                .map(Position::of)
                .orElse(Position.START);
    }

    private static boolean isNeverClosed(MarkedYamlEngineException broken) {
        return broken.getContextMark().isPresent()
                && String.valueOf(broken.getProblem()).matches("(?s).*(end of stream|<stream end>).*");
    }

    private static String sentence(MarkedYamlEngineException broken) {
        String problem = String.valueOf(broken.getProblem());
        if (isNeverClosed(broken)) {
            return String.valueOf(broken.getContext()).contains("quoted")
                    ? "this quote is never closed"
                    : "this bracket is never closed";
        }
        if (problem.contains("TAB")) {
            return "a tab cannot indent a line; use spaces";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a second ':' in one value; is the indentation right, and does a blank follow the ':' of the line above";
        }
        if (problem.startsWith("but found another document")) {
            return "a second document begins here; a file is one site";
        }
        return "not YAML: " + problem;
    }
}
