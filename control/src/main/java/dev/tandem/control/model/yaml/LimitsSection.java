package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Balancer.Limits;
import dev.tandem.control.model.Balancer.Login;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.util.List;

/** {@code balancer.limits}. */
final class LimitsSection extends Section<Limits> {
    private static final Key<Integer> REQUESTS_PER_SECOND = Key.optional(
            "requests-per-second",
            Scalars.whole(1, 100_000),
            "100",
            "Requests of one address, on average over ten seconds; more are answered with 429.");
    private static final Key<Integer> CONNECTIONS = Key.optional(
            "connections", Scalars.whole(1, 100_000), "200", "Connections of one address at a time; more are closed.");

    private static final Key<Integer> REQUESTS_AT_ONCE = Key.optional(
            "requests-at-once",
            Scalars.whole(1, 100_000),
            "100",
            "Requests of one address that are under way at a time; more are answered with 429.");

    private static final Key<Login> LOGIN =
            Key.optional("login", new LoginSection(), "{}", "How often one address may log in.");

    private static final Key<List<Ipv4Network>> EXEMPT = Key.optional(
            "exempt",
            new ListOf<>("a list of networks such as [192.0.2.0/24]", Scalars.network(), 0),
            "[]",
            "Networks that may ask without limit, besides the admins'.");

    @Override
    public List<Key<?>> keys() {
        return List.of(REQUESTS_PER_SECOND, REQUESTS_AT_ONCE, CONNECTIONS, LOGIN, EXEMPT);
    }

    @Override
    protected Limits build(Values values) {
        return new Limits(
                values.get(REQUESTS_PER_SECOND),
                values.get(REQUESTS_AT_ONCE),
                values.get(CONNECTIONS),
                values.get(LOGIN),
                values.get(EXEMPT));
    }
}
