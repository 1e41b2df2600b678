package dev.tandem.control.model.yaml;

import dev.tandem.control.model.ByteSize;
import dev.tandem.control.model.Database;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;

/** {@code database}. */
final class DatabaseSection extends Section<Database> {
    private static final Key<String> SCHEMA = Key.needed(
            "schema",
            Scalars.checked("a schema's name such as conduit", Database.SCHEMA, Database::checkSchema),
            "conduit",
            "The one schema of the application.");
    private static final Key<ByteSize> BUFFER_POOL = Key.optional(
            "buffer-pool", Scalars.size("16M", "1024G"), "128M", "InnoDB's cache on each database machine.");
    private static final Key<Integer> MAXIMUM_CONNECTIONS = Key.optional(
            "maximum-connections", Scalars.whole(10, 100_000), "200", "How many clients one database takes.");
    private static final Key<Duration> MAXIMUM_REPLICA_LAG = Key.optional(
            "maximum-replica-lag",
            Scalars.secondsOrNone("2s", "1h"),
            "5s",
            "How old what readers see on a replica may be; 0s for any age.");

    @Override
    public List<Key<?>> keys() {
        return List.of(SCHEMA, BUFFER_POOL, MAXIMUM_CONNECTIONS, MAXIMUM_REPLICA_LAG);
    }

    @Override
    protected Database build(Values values) {
        return new Database(
                values.get(SCHEMA),
                values.get(BUFFER_POOL),
                values.get(MAXIMUM_CONNECTIONS),
                values.get(MAXIMUM_REPLICA_LAG));
    }
}
