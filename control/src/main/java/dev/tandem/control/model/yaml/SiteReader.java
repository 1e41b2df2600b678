package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.text.Notes;
import dev.tandem.control.model.yaml.text.Place;
import dev.tandem.control.model.yaml.text.Position;
import dev.tandem.control.model.yaml.text.YamlText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a site's file. Safe for use by many threads; reads the file and nothing else. */
public final class SiteReader {
    private static final SiteSection SITE = new SiteSection();

    private final Path home;

    /** A reader for whom {@code ~/} is the given folder. */
    public SiteReader(Path home) {
        this.home = home;
    }

    /** Reads the file. Whatever is wrong, also that there is no such file, is in the result; throws nothing. */
    public Reading read(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Notes notes = new Notes(file.toString(), folder == null ? file.toAbsolutePath() : folder, home);
        return readText(file, notes)
                .map(text -> read(text, notes))
                .orElseGet(() -> new Reading.Bad(notes.sortedProblems(), Optional.empty()));
    }

    /** The JSON Schema of a site's file for editors, made of JSON's types. */
    public static Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A Tandem site: site.yaml");
        schema.putAll(SITE.schema());
        return schema;
    }

    static Reading read(String text, Notes notes) {
        Optional<Site> site = YamlText.compose(text, notes).flatMap(root -> SITE.read(root, Place.root(notes)));
        if (site.isPresent() && notes.problems() == 0) {
            return new Reading.Good(site.get(), notes.locations());
        }
        return new Reading.Bad(
                notes.sortedProblems(),
                site.map(draft -> new Reading.Draft(draft, notes.locations(), notes.doubtful())));
    }

    private static Optional<String> readText(Path file, Notes notes) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            CharBuffer text = CharBuffer.allocate(bytes.remaining());
            boolean broken = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes, text, true)
                    .isError();
            String decoded = text.flip().toString();
            if (!broken) {
                return Optional.of(decoded);
            }
            notes.problem(Position.after(decoded), "", "this is not UTF-8 text", Optional.empty());
        } catch (NoSuchFileException missing) {
            String message = "there is no such file; start from the example, sites/www.foobar.com/site.yaml";
            notes.problem(Position.START, "", message, Optional.empty());
        } catch (IOException unreadable) {
            notes.problem(Position.START, "", "cannot be read: " + unreadable.getMessage(), Optional.empty());
        }
        return Optional.empty();
    }
}
