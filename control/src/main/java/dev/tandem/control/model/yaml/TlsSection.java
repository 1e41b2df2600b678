package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Tls;
import java.time.Duration;
import java.util.List;

/** {@code tls}. */
final class TlsSection extends Section<Tls> {
    private static final Key<Duration> HSTS = Key.optional(
            "hsts",
            Scalars.seconds("0s", "3650d"),
            "365d",
            "How long browsers that were here refuse to come without TLS.");

    @Override
    List<Key<?>> keys() {
        return List.of(HSTS);
    }

    @Override
    Tls build(Values values) {
        return new Tls(values.get(HSTS));
    }
}
