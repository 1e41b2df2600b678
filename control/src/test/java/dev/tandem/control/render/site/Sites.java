package dev.tandem.control.render.site;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.Certificate;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Application;
import dev.tandem.control.model.Balancer;
import dev.tandem.control.model.ByteSize;
import dev.tandem.control.model.Database;
import dev.tandem.control.model.Dns;
import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.DrillLimits;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.Ssh;
import dev.tandem.control.model.Tls;
import dev.tandem.control.model.VirtualAddress;
import dev.tandem.control.model.Web;
import dev.tandem.control.render.MoveHook;
import dev.tandem.control.render.Request;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Tree;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sites to render, and the requests to render them with. The secrets are made from their names: nobody uses them. */
public final class Sites {
    private static final Role[] BALANCING = {Role.DNS, Role.BALANCER};
    private static final Role[] SERVING = {Role.WEB, Role.APP, Role.DATABASE};

    private Sites() {}

    /** Two balancers and two servers. */
    public static Site usual() {
        return site(
                Balancer.Mode.ACTIVE_ACTIVE,
                List.of(
                        machine("lb1", "10.80.0.11", BALANCING),
                        machine("lb2", "10.80.0.12", BALANCING),
                        machine("server1", "10.80.0.21", SERVING),
                        machine("server2", "10.80.0.22", SERVING)));
    }

    /** The usual site, but one server waits for the other's death. */
    public static Site activePassive() {
        return site(Balancer.Mode.ACTIVE_PASSIVE, usual().machines());
    }

    /** Three servers: two replicas. A hook moves the virtual address, which is not of the machines' network. */
    public static Site threeServers() {
        return found(
                new VirtualAddress(
                        List.of(Ipv4Address.parse("198.51.100.7")),
                        Duration.ofMinutes(1),
                        Optional.of(new VirtualAddress.Hook(
                                Path.of("bin/move-address"), Optional.of(Path.of("secrets/cloud-token"))))),
                List.of(
                        machine("lb1", "10.80.0.11", BALANCING),
                        machine("lb2", "10.80.0.12", BALANCING),
                        machine("server1", "10.80.0.21", SERVING),
                        machine("server2", "10.80.0.22", SERVING),
                        machine("server3", "10.80.0.23", SERVING)));
    }

    /** A machine for each role, two of each, and two virtual addresses. */
    public static Site separate() {
        return found(
                address("10.80.0.100", "10.80.0.101"),
                List.of(
                        machine("ns1", "10.80.0.5", Role.DNS),
                        machine("ns2", "10.80.0.6", Role.DNS),
                        machine("lb1", "10.80.0.11", Role.BALANCER),
                        machine("lb2", "10.80.0.12", Role.BALANCER),
                        machine("web1", "10.80.0.21", Role.WEB),
                        machine("web2", "10.80.0.22", Role.WEB),
                        machine("app1", "10.80.0.31", Role.APP),
                        machine("app2", "10.80.0.32", Role.APP),
                        machine("db1", "10.80.0.41", Role.DATABASE),
                        machine("db2", "10.80.0.42", Role.DATABASE)));
    }

    /** Everything on one machine: no spare part, but it must come out right. */
    public static Site single() {
        return site(
                Balancer.Mode.ACTIVE_ACTIVE,
                List.of(machine("all", "10.80.0.11", Set.of(Role.values()).toArray(Role[]::new))));
    }

    public static Request request(Site site) {
        return request(site, secrets(site));
    }

    static Request request(Site site, Secrets secrets) {
        return new Request(
                Layout.of(site),
                new SiteIdentity("0123456789abcdef0123456789abcdef"),
                secrets,
                certificates(site),
                tree("/opt/tandem/runner", "0f3a9c41d2e7", "runner.jar"),
                tree("/opt/tandem/agent", "5c77d1e04b9a", "agent.jar"),
                tree("/srv/" + site.name() + "/releases", "7b21e0c95d4f", "public/index.html"),
                site.virtualAddress()
                        .hook()
                        .map(_ -> new MoveHook(
                                "#!/bin/sh\n# Brings $1 to the machine $2.\n",
                                Optional.of(new Secret("token-of-hook")))));
    }

    public static Secrets secrets(Site site) {
        Map<SecretName, Secret> values = new HashMap<>();
        SecretName.neededBy(site).forEach(name -> values.put(name, new Secret("secret-of-" + name)));
        // A key is Base64, or Knot does not take it.
        values.put(SecretName.ZONE_TRANSFER, new Secret("bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE="));
        values.computeIfPresent(
                SecretName.ACME_CHALLENGE, (_, _) -> new Secret("YWxzbyAzMiBieXRlcywgYWxzbyBubyBzZWNyZXQhISE="));
        return new Secrets(values);
    }

    /** The site with a certificate that every browser knows. */
    public static Site withPublicCertificate(Site site) {
        Tls.Acme acme = new Tls.Acme(
                "https://acme-v02.api.letsencrypt.org/directory",
                Optional.of("hostmaster@foobar.com"),
                Duration.ofSeconds(60));
        return site.with(new Tls(acme, site.tls().hsts()));
    }

    /** A site whose provider gives IPv6 addresses by router advertisements. */
    static Site withRouterAdvertisements(Site site) {
        return new Site(
                site.name(),
                site.domain(),
                site.network(),
                site.virtualAddress(),
                site.machines(),
                site.adminNetworks(),
                Site.RouterAdvertisements.ACCEPT,
                site.ssh(),
                site.dns(),
                site.tls(),
                site.balancer(),
                site.web(),
                site.application(),
                site.database(),
                site.limits());
    }

    /** Texts in the place of certificates, so that rendering the same site gives the same files. */
    public static Certificates certificates(Site site) {
        return new Certificates(
                Map.of(
                        Authority.SITE,
                        "certificate of the authority\n",
                        Authority.CONSENSUS,
                        "certificate of the authority of the vote\n"),
                CertificateRequest.neededBy(site).stream()
                        .map(CertificateRequest::name)
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> new Certificate(
                                        "certificate and key of " + name + "\n",
                                        keyPin(name),
                                        Instant.parse("2029-01-01T00:00:00Z")))));
    }

    /** As long as a real one, or Knot does not take it. */
    private static String keyPin(CertificateName name) {
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOf(("pin of " + name).getBytes(StandardCharsets.US_ASCII), 32));
    }

    static Machine machine(String name, String address, Role... roles) {
        return new Machine(new MachineName(name), Ipv4Address.parse(address), Set.of(roles));
    }

    private static VirtualAddress address(String... addresses) {
        return new VirtualAddress(
                Stream.of(addresses).map(Ipv4Address::parse).toList(), Duration.ofMinutes(1), Optional.empty());
    }

    static Site site(Balancer.Mode mode, List<Machine> machines) {
        return site(mode, address("10.80.0.100"), machines);
    }

    private static Site found(VirtualAddress address, List<Machine> machines) {
        return site(Balancer.Mode.ACTIVE_ACTIVE, address, machines);
    }

    private static Site site(Balancer.Mode mode, VirtualAddress address, List<Machine> machines) {
        return new Site(
                new DomainName("www.foobar.com"),
                new DomainName("foobar.com"),
                Ipv4Network.parse("10.80.0.0/24"),
                address,
                machines,
                List.of(Ipv4Network.parse("10.80.0.0/24"), Ipv4Network.parse("203.0.113.7/32")),
                Site.RouterAdvertisements.REFUSE,
                new Ssh("root", new Port(22), Path.of("/home/admin/.ssh/id_ed25519")),
                new Dns(Duration.ofMinutes(5), List.of(new DnsRecord("@", DnsRecord.Type.MX, "10 mail.example.net."))),
                new Tls(new Tls.SiteAuthority(), Duration.ofDays(365)),
                balancer(mode),
                new Web(
                        ByteSize.parse("8M"),
                        Duration.ofHours(1),
                        Map.of(
                                "Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'",
                                "Permissions-Policy", "camera=(self \"https://camera.example.org\")"),
                        Optional.of("/index.html"),
                        List.of("/api", "/v1.0")),
                application(Map.of("APP_TITLE", "Foo \"Bar\" $5 \\ `x`", "APP_LOCALE", "en")),
                new Database("foo_bar", ByteSize.parse("256M"), 200, Duration.ofSeconds(5)),
                new DrillLimits(0, 0, 0, Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty()));
    }

    static Application application(Map<String, String> environment) {
        return new Application(
                Path.of("app.war"),
                Path.of("public"),
                Optional.of("com.foobar.Migrate"),
                ByteSize.parse("256M"),
                Duration.ofSeconds(20),
                10,
                environment,
                List.of("TOKEN_KEY"));
    }

    private static Balancer balancer(Balancer.Mode mode) {
        return new Balancer(
                mode,
                new Balancer.Health("/api/health", Duration.ofSeconds(1), 2, 2),
                new Balancer.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(30)),
                new Balancer.Limits(
                        100,
                        50,
                        200,
                        new Balancer.Login(List.of("/api/users/login", "/api/users"), 30),
                        List.of(Ipv4Network.parse("198.51.100.0/24"))),
                4_000);
    }

    private static Tree tree(String parent, String id, String file) {
        Tree.Source source = new Tree.Source(Path.of(file), "00", 1);
        return new Tree(new MachinePath(parent), id, new TreeMap<>(Map.of(file, source)));
    }
}
