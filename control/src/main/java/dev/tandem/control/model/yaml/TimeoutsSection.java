package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Balancer.Timeouts;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;

/** {@code balancer.timeouts}. */
final class TimeoutsSection extends Section<Timeouts> {
    private static final Key<Duration> CONNECT =
            Key.optional("connect", Scalars.duration("100ms", "1h"), "500ms", "For a server to take the connection.");
    private static final Key<Duration> CLIENT =
            Key.optional("client", Scalars.duration("1s", "1d"), "30s", "For a user to send or take the next bytes.");
    private static final Key<Duration> SERVER = Key.optional(
            "server", Scalars.duration("1s", "1d"), "30s", "For a server to answer; the user then sees 504.");

    @Override
    public List<Key<?>> keys() {
        return List.of(CONNECT, CLIENT, SERVER);
    }

    @Override
    protected Timeouts build(Values values) {
        return new Timeouts(values.get(CONNECT), values.get(CLIENT), values.get(SERVER));
    }
}
