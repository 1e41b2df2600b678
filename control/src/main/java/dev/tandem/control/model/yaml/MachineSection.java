package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.yaml.kind.Choice;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import dev.tandem.protocol.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code machines.NAME}. */
final class MachineSection extends Section<MachineSection.Duty> {
    private static final Key<Ipv4Address> ADDRESS = Key.needed(
            "address", Scalars.address(), "10.80.0.11", "The machine's own address, within the site's network.");
    private static final Key<List<Role>> ROLES = Key.needed(
            "roles",
            new ListOf<>("a list of roles such as [dns, balancer]", Choice.of(Role.values(), Role::word), 1),
            "[web, app, database]",
            "What the machine does for the site.");

    /** A machine but for its name, which is the key that it stands under. */
    record Duty(Ipv4Address address, Set<Role> roles) {}

    @Override
    public List<Key<?>> keys() {
        return List.of(ADDRESS, ROLES);
    }

    @Override
    protected Duty build(Values values) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(values.get(ROLES));
        return new Duty(values.get(ADDRESS), roles);
    }
}
