package dev.tandem.control.model.yaml.text;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML's own syntax: one text to nodes that know their line. For one use by one thread. */
public final class YamlText {
    /** The schema is the one that YAML 1.2 gives to editors; the limits keep a hostile file small in memory. */
    public static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(100)
            .setCodePointLimit(1 << 18)
            .build();

    /** A site needs five levels. The library's composer recurses and would end a deep file with a stack overflow. */
    private static final int DEEPEST = 50;

    private final String text;
    private final Notes notes;

    /** The scalar before the place that the parser has reached. */
    private Optional<ScalarEvent> last = Optional.empty();

    private YamlText(String text, Notes notes) {
        this.text = text;
        this.notes = notes;
    }

    /** The document's root; empty, with a problem noted, when the text is not YAML or has no document. */
    public static Optional<Node> compose(String text, Notes notes) {
        return new YamlText(text, notes).compose();
    }

    private Optional<Node> compose() {
        try {
            if (!isSimple()) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                note(Position.START, "is empty; start from the example, sites/www.foobar.com/site.yaml");
            }
            return root;
        } catch (MarkedYamlEngineException broken) {
            explain(broken);
        } catch (ReaderException broken) {
            int before = text.offsetByCodePoints(
                    0, Math.clamp(broken.getPosition(), 0, text.codePointCount(0, text.length())));
            note(Position.after(text.substring(0, before)), "a character that YAML does not allow");
        } catch (YamlEngineException broken) {
            note(Position.START, "not YAML: " + broken.getMessage());
        }
        return Optional.empty();
    }

    private void note(Position position, String message) {
        notes.problem(position, "", message, Optional.empty());
    }

    /** Whether the text keeps to the part of YAML that a site needs; a problem is noted when it does not. */
    private boolean isSimple() {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            Optional<String> tag = Optional.empty();
            switch (event) {
                case CollectionStartEvent start -> {
                    depth++;
                    tag = start.getTag();
                }
                case CollectionEndEvent end -> depth--;
                case ScalarEvent scalar -> {
                    last = Optional.of(scalar);
                    tag = scalar.getTag();
                }
                default -> {}
            }
            if (tag.isPresent() || depth > DEEPEST) {
                Position position = event.getStartMark().map(Position::of).orElse(Position.START);
                note(
                        position,
                        tag.isPresent()
                                ? "a tag such as !x has no meaning here; leave it out"
                                : "more than " + DEEPEST + " levels of brackets or indentation");
                return false;
            }
        }
        return true;
    }

    /** What was opened and never closed is reported where it was opened: the library notices it only where the rest is odd. */
    private void explain(MarkedYamlEngineException broken) {
        String problem = String.valueOf(broken.getProblem());
        Position at = broken.getProblemMark().map(Position::of).orElse(Position.START);
        Optional<Position> opened = broken.getContextMark().map(Position::of);
        boolean reachesEnd = problem.contains("end of stream") || problem.contains("<stream end>");
        Optional<Position> quote = last.filter(scalar -> isQuoted(scalar)
                        && scalar.getEndMark().map(Position::of).equals(Optional.of(at)))
                .flatMap(Event::getStartMark)
                .map(Position::of);
        if (reachesEnd && opened.isPresent()) {
            boolean isQuote = String.valueOf(broken.getContext()).contains("quoted");
            note(opened.get(), "this " + (isQuote ? "quote" : "bracket") + " is never closed");
        } else if (quote.isPresent()) {
            note(quote.get(), "nothing closes this quote before line " + at.line() + ", column " + at.column());
        } else if (opened.isPresent() && String.valueOf(broken.getContext()).contains("a flow")) {
            Position bracket = opened.get();
            note(
                    at,
                    "the bracket of line " + bracket.line() + ", column " + bracket.column() + " is still open: "
                            + problem);
        } else {
            note(at, sentence(problem));
        }
    }

    private static boolean isQuoted(ScalarEvent scalar) {
        return scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
    }

    private static String sentence(String problem) {
        if (problem.contains("TAB")) {
            return "a tab cannot indent a line; use blanks";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a ':' cannot stand here; check the indentation, and that a blank follows the ':' of the line above";
        }
        if (problem.startsWith("but found another document")) {
            return "a second document begins here; a file is one site";
        }
        return "not YAML: " + problem;
    }
}
