package dev.tandem.control.model.yaml;

import dev.tandem.control.model.ByteSize;
import dev.tandem.control.model.Web;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.MapOf;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** {@code web}. */
final class WebSection extends Section<Web> {
    private static final Key<ByteSize> MAXIMUM_BODY = Key.optional(
            "maximum-body", Scalars.size("1K", "64G"), "8M", "The largest request body; more is answered with 413.");
    private static final Key<Duration> STATIC_MAX_AGE = Key.optional(
            "static-max-age",
            Scalars.seconds("0s", "365d"),
            "1h",
            "How long browsers may keep a static file without asking again.");

    private static final Key<SequencedMap<String, String>> HEADERS = Key.optional(
            "headers",
            new MapOf<>(
                    "headers by name",
                    Scalars.checked("a header's name such as Content-Security-Policy", Web.HEADER, Web::checkHeader),
                    Scalars.checked("a header's value, one line", Web.VALUE, Web::checkValue)),
            "{}",
            "What browsers are told with every static file.");

    private static final Key<Optional<String>> FALLBACK = Key.optional(
            "fallback",
            Scalars.checked("a static page such as /index.html", Web.PATH, Web::checkPath)
                    .orNull(),
            "null",
            "The static page that answers for every page which the application does not know.");

    private static final Key<List<String>> FALLBACK_EXCEPT = Key.optional(
            "fallback-except",
            new ListOf<>(
                    "a list of paths such as [/api]",
                    Scalars.checked("a path such as /api", Web.PATH, Web::checkPath),
                    0),
            "[/api]",
            "Paths at and below which nothing is a page.");

    @Override
    public List<Key<?>> keys() {
        return List.of(MAXIMUM_BODY, STATIC_MAX_AGE, HEADERS, FALLBACK, FALLBACK_EXCEPT);
    }

    @Override
    protected Web build(Values values) {
        return new Web(
                values.get(MAXIMUM_BODY),
                values.get(STATIC_MAX_AGE),
                values.get(HEADERS),
                values.get(FALLBACK),
                values.get(FALLBACK_EXCEPT));
    }
}
