package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Balancer;
import dev.tandem.control.model.yaml.kind.Choice;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.util.List;
import java.util.Locale;

/** {@code balancer}. */
final class BalancerSection extends Section<Balancer> {
    private static final Key<Balancer.Mode> MODE = Key.optional(
            "mode",
            Choice.of(
                    Balancer.Mode.values(),
                    mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-')),
            "active-active",
            "Whether all healthy servers get requests in turn, or the first one gets them all.");
    private static final Key<Integer> MAXIMUM_CONNECTIONS = Key.optional(
            "maximum-connections",
            Scalars.whole(100, 1_000_000),
            "5000",
            "How many users' connections one balancer takes at a time; more wait.");
    private static final Key<Balancer.Health> HEALTH =
            Key.optional("health", new HealthSection(), "{}", "How a server is judged.");
    private static final Key<Balancer.Timeouts> TIMEOUTS =
            Key.optional("timeouts", new TimeoutsSection(), "{}", "How long a balancer waits before it gives up.");

    private static final Key<Balancer.Limits> LIMITS =
            Key.optional("limits", new LimitsSection(), "{}", "How much one address may ask of one balancer.");

    @Override
    public List<Key<?>> keys() {
        return List.of(MODE, MAXIMUM_CONNECTIONS, HEALTH, TIMEOUTS, LIMITS);
    }

    @Override
    protected Balancer build(Values values) {
        return new Balancer(
                values.get(MODE),
                values.get(HEALTH),
                values.get(TIMEOUTS),
                values.get(LIMITS),
                values.get(MAXIMUM_CONNECTIONS));
    }
}
