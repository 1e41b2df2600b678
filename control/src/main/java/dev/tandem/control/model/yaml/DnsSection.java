package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Dns;
import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;

/** {@code dns}. */
final class DnsSection extends Section<Dns> {
    private static final Key<Duration> TTL =
            Key.optional("ttl", Scalars.seconds("1s", "7d"), "5m", "How long resolvers may keep an answer.");
    private static final Key<List<DnsRecord>> RECORDS = Key.optional(
            "records",
            new ListOf<>("a list of records", new DnsRecordSection(), 0),
            "[]",
            "Records of the zone besides those that Tandem makes.");

    @Override
    public List<Key<?>> keys() {
        return List.of(TTL, RECORDS);
    }

    @Override
    protected Dns build(Values values) {
        return new Dns(values.get(TTL), values.get(RECORDS));
    }
}
