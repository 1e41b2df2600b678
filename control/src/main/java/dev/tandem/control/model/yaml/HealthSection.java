package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Balancer.Health;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;

/** {@code balancer.health}. */
final class HealthSection extends Section<Health> {
    private static final Key<String> PATH = Key.optional(
            "path",
            Scalars.checked("a path such as /api/health", Health.PATH, Health::checkPath),
            "/api/health",
            "What is asked for, through nginx and the application server; 200 to 399 is healthy.");
    private static final Key<Duration> INTERVAL =
            Key.optional("interval", Scalars.duration("100ms", "1h"), "1s", "The time between two checks.");
    private static final Key<Integer> FALL =
            Key.optional("fall", Scalars.whole(1, 100), "2", "Failed checks in a row until a server gets no requests.");
    private static final Key<Integer> RISE =
            Key.optional("rise", Scalars.whole(1, 100), "2", "Good checks in a row until it gets them again.");

    @Override
    public List<Key<?>> keys() {
        return List.of(PATH, INTERVAL, FALL, RISE);
    }

    @Override
    protected Health build(Values values) {
        return new Health(values.get(PATH), values.get(INTERVAL), values.get(FALL), values.get(RISE));
    }
}
