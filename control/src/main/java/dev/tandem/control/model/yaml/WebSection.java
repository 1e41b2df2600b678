package dev.tandem.control.model.yaml;

import dev.tandem.control.model.ByteSize;
import dev.tandem.control.model.Web;
import java.time.Duration;
import java.util.List;

/** {@code web}. */
final class WebSection extends Section<Web> {
    private static final Key<ByteSize> MAXIMUM_BODY = Key.optional(
            "maximum-body", Scalars.size("1K", "64G"), "8M", "The largest request body; more is answered with 413.");
    private static final Key<Duration> STATIC_MAX_AGE = Key.optional(
            "static-max-age",
            Scalars.seconds("0s", "365d"),
            "1h",
            "How long browsers may keep a static file without asking again.");

    @Override
    List<Key<?>> keys() {
        return List.of(MAXIMUM_BODY, STATIC_MAX_AGE);
    }

    @Override
    Web build(Values values) {
        return new Web(values.get(MAXIMUM_BODY), values.get(STATIC_MAX_AGE));
    }
}
