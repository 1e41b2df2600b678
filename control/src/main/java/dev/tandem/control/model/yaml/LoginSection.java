package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Balancer.Login;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.util.List;

/** {@code balancer.limits.login}. */
final class LoginSection extends Section<Login> {
    private static final Key<List<String>> PATHS = Key.optional(
            "paths",
            new ListOf<>(
                    "a list of paths such as [/api/users/login]",
                    Scalars.checked("a path such as /api/users/login", Login.PATH, Login::checkPath),
                    0),
            "[]",
            "Paths where the application checks or sets a password; none is for no limit.");
    private static final Key<Integer> PER_MINUTE = Key.optional(
            "per-minute",
            Scalars.whole(1, 100_000),
            "30",
            "Requests of one address to these paths in a minute; more are answered with 429.");

    @Override
    public List<Key<?>> keys() {
        return List.of(PATHS, PER_MINUTE);
    }

    @Override
    protected Login build(Values values) {
        return new Login(values.get(PATHS), values.get(PER_MINUTE));
    }
}
