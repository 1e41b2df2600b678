package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Application;
import dev.tandem.control.model.ByteSize;
import dev.tandem.control.model.yaml.kind.FileName;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.MapOf;
import dev.tandem.control.model.yaml.kind.Scalar;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** {@code application}. */
final class ApplicationSection extends Section<Application> {
    private static final Scalar<String> VARIABLE = Scalars.checked(
            "a variable's name such as JWT_SECRET", Application.VARIABLE, name -> Application.checkVariable(name, ""));
    private static final Scalar<String> ONE_LINE = new Scalar<>(
            "text of one line",
            Scalar.Form.ANY,
            text -> {
                Application.checkValue(text);
                return text;
            },
            Map.of());

    private static final Key<Path> WAR = Key.needed(
            "war",
            new FileName("a WAR file such as app/target/conduit.war"),
            "app/target/conduit.war",
            "The WAR file, relative to the folder of site.yaml.");
    private static final Key<Path> PUBLIC = Key.needed(
            "public",
            new FileName("a folder such as app/public"),
            "app/public",
            "The folder of static files, relative likewise.");
    private static final Key<Optional<String>> MIGRATION = Key.optional(
            "migration",
            Scalars.checked("a class such as com.foobar.Migrate", Application.CLASS, Application::checkClass)
                    .orNull(),
            "null",
            "The class in the WAR whose main method brings the schema up to date.");
    private static final Key<ByteSize> MEMORY =
            Key.optional("memory", Scalars.size("64M", "1024G"), "256M", "The application server's heap.");
    private static final Key<Duration> DRAIN = Key.optional(
            "drain",
            Scalars.seconds("0s", "1h"),
            "20s",
            "How long a stopping application server may take to finish running requests.");
    private static final Key<Integer> CONNECTIONS = Key.optional(
            "connections",
            Scalars.whole(1, 1000),
            "10",
            "Database connections of one application server: as many to the primary as to the replica.");
    private static final Key<SequencedMap<String, String>> ENVIRONMENT = Key.optional(
            "environment",
            new MapOf<>("variables by name", VARIABLE, ONE_LINE),
            "{}",
            "What the application finds in its environment.");
    private static final Key<List<String>> SECRETS = Key.optional(
            "secrets",
            new ListOf<>("a list of variables such as [JWT_SECRET]", VARIABLE, 0),
            "[]",
            "Variables whose values Tandem makes once and keeps.");

    @Override
    public List<Key<?>> keys() {
        return List.of(WAR, PUBLIC, MIGRATION, MEMORY, DRAIN, CONNECTIONS, ENVIRONMENT, SECRETS);
    }

    @Override
    protected Application build(Values values) {
        return new Application(
                values.get(WAR),
                values.get(PUBLIC),
                values.get(MIGRATION),
                values.get(MEMORY),
                values.get(DRAIN),
                values.get(CONNECTIONS),
                values.get(ENVIRONMENT),
                values.get(SECRETS));
    }
}
