package dev.tandem.control.model.yaml;

import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.yaml.kind.Choice;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.util.List;

/** {@code dns.records[N]}. */
final class DnsRecordSection extends Section<DnsRecord> {
    private static final Key<String> NAME = Key.needed(
            "name",
            Scalars.checked("a name within the zone such as \"@\"", DnsRecord.NAME, DnsRecord::checkName),
            "\"@\"",
            "The record's name without the domain; @ is the domain itself.");
    private static final Key<DnsRecord.Type> TYPE =
            Key.needed("type", Choice.of(DnsRecord.Type.values(), DnsRecord.Type::name), "MX", "The kind of record.");
    private static final Key<String> VALUE = Key.needed(
            "value",
            Scalars.checked("a value such as \"10 mail.example.net.\"", DnsRecord.VALUE, DnsRecord::checkValue),
            "10 mail.example.net.",
            "As in a zone file: names outside the zone end with a dot, texts stand in double quotes.");

    @Override
    public List<Key<?>> keys() {
        return List.of(NAME, TYPE, VALUE);
    }

    @Override
    protected DnsRecord build(Values values) {
        return new DnsRecord(values.get(NAME), values.get(TYPE), values.get(VALUE));
    }
}
