package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Application;
import dev.tandem.control.model.Balancer;
import dev.tandem.control.model.Database;
import dev.tandem.control.model.Dns;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.DrillLimits;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.Ssh;
import dev.tandem.control.model.Tls;
import dev.tandem.control.model.VirtualAddress;
import dev.tandem.control.model.Web;
import dev.tandem.control.model.yaml.kind.Choice;
import dev.tandem.control.model.yaml.kind.InShort;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.MapOf;
import dev.tandem.control.model.yaml.kind.Scalar;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The whole file. */
final class SiteSection extends Section<Site> {
    private static final Scalar<MachineName> MACHINE_NAME =
            new Scalar<>("a machine's name such as lb1", Scalar.Form.TEXT, MachineName::new, Map.of());

    private static final Key<DomainName> NAME = Key.needed(
            "name", Scalars.domainName(), "www.foobar.com", "The host name that users type; within the domain.");
    private static final Key<DomainName> DOMAIN = Key.needed(
            "domain", Scalars.domainName(), "foobar.com", "The zone that the site's own DNS servers answer for.");
    private static final Key<Ipv4Network> NETWORK = Key.needed(
            "network",
            Scalar.text("a network such as 10.80.0.0/24", Ipv4Network.FORM, Ipv4Network::parseForMachines),
            "10.80.0.0/24",
            "The network of all machines.");
    private static final Key<VirtualAddress> VIRTUAL_ADDRESS = Key.needed(
            "virtual-address",
            new InShort<>(Scalars.address(), VirtualAddressSection::only, new VirtualAddressSection()),
            "10.80.0.10",
            "Where users are sent to: an address that one balancer owns at a time, or keys and values.");
    private static final Key<SequencedMap<MachineName, MachineSection.Duty>> MACHINES = Key.needed(
            "machines",
            new MapOf<>("machines by name", MACHINE_NAME, new MachineSection()),
            "{lb1: {address: 10.80.0.11, roles: [dns, balancer]}}",
            "Every machine by its name; the first with a role leads it.");
    private static final Key<List<Ipv4Network>> ADMIN_NETWORKS = Key.needed(
            "admin-networks",
            new ListOf<>("a list of networks such as [203.0.113.0/24]", Scalars.network(), 1),
            "[203.0.113.0/24]",
            "Where you work from: only from there the machines take SSH.");
    private static final Key<Site.RouterAdvertisements> ROUTER_ADVERTISEMENTS = Key.optional(
            "router-advertisements",
            Choice.of(Site.RouterAdvertisements.values(), word -> word.name().toLowerCase(Locale.ROOT)),
            "refuse",
            "Whether machines take an IPv6 address and a way out from whoever says that it is a router.");
    private static final Key<Ssh> SSH =
            Key.optional("ssh", new SshSection(), "{}", "How the machines of the real site are reached.");
    private static final Key<Dns> DNS =
            Key.optional("dns", new DnsSection(), "{}", "What the zone holds besides the site's own names.");
    private static final Key<Tls> TLS =
            Key.optional("tls", new TlsSection(), "{}", "How users' connections are encrypted.");
    private static final Key<Balancer> BALANCER =
            Key.optional("balancer", new BalancerSection(), "{}", "How the balancers treat users and servers.");
    private static final Key<Web> WEB = Key.optional("web", new WebSection(), "{}", "How the web servers serve.");
    private static final Key<Application> APPLICATION = Key.needed(
            "application",
            new ApplicationSection(),
            "{war: app/target/conduit.war, public: app/public}",
            "The application and how it runs.");
    private static final Key<Database> DATABASE =
            Key.needed("database", new DatabaseSection(), "{schema: conduit}", "The site's database.");
    private static final Key<DrillLimits> LIMITS = Key.optional(
            "limits", new DrillLimitsSection(), "{}", "What a fault may cost at most, for 'tandem drill'.");

    @Override
    public List<Key<?>> keys() {
        return List.of(
                NAME,
                DOMAIN,
                NETWORK,
                VIRTUAL_ADDRESS,
                MACHINES,
                ADMIN_NETWORKS,
                ROUTER_ADVERTISEMENTS,
                SSH,
                DNS,
                TLS,
                BALANCER,
                WEB,
                APPLICATION,
                DATABASE,
                LIMITS);
    }

    @Override
    protected Site build(Values values) {
        List<Machine> machines = values.get(MACHINES).entrySet().stream()
                .map(entry -> new Machine(
                        entry.getKey(),
                        entry.getValue().address(),
                        entry.getValue().roles()))
                .toList();
        return new Site(
                values.get(NAME),
                values.get(DOMAIN),
                values.get(NETWORK),
                values.get(VIRTUAL_ADDRESS),
                machines,
                values.get(ADMIN_NETWORKS),
                values.get(ROUTER_ADVERTISEMENTS),
                values.get(SSH),
                values.get(DNS),
                values.get(TLS),
                values.get(BALANCER),
                values.get(WEB),
                values.get(APPLICATION),
                values.get(DATABASE),
                values.get(LIMITS));
    }
}
