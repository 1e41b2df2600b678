package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.lab.computer.Command;
import dev.tandem.lab.network.NetworkNames;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the machines let in and out, seen from outside, and that nobody can shut himself out. */
@OnTheSite
class FirewallTest {
    private static final String RULES = "/etc/nftables.conf";
    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);
    private static final int REFUSED = 3;

    /**
     * A router advertisement (RFC 4861, 4.2) for everybody in the network, as whoever is in it can send one: "I am the way out, for half an
     * hour, and your addresses begin with 2001:db8:66". The kernel adds the checksum.
     */
    private static final String ADVERTISEMENT = """
            use Socket qw(:all);
            open(my $index, "<", "/sys/class/net/eth0/ifindex"); my $link = int(<$index>);
            socket(my $out, AF_INET6, SOCK_RAW, 58) or die "$!";
            setsockopt($out, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, pack("i", 255)) or die "$!";
            my $router = pack("CCnCCnNN", 134, 0, 0, 64, 0, 1800, 0, 0);
            my $prefix = pack("CCCCNNN", 3, 4, 64, 0xc0, 3600, 3600, 0) . inet_pton(AF_INET6, "2001:db8:66::");
            send($out, $router . $prefix, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::1"), $link)) or die "$!";
            """;

    /** A thousand questions for the site's name, each from another port, whose answers nobody waits for. */
    private static final String QUESTIONS = """
            use Socket qw(:all);
            my $to = pack_sockaddr_in(53, inet_aton("10.80.0.11"));
            my $question = pack("nnnnnn", 1, 0, 1, 0, 0, 0) . "\\3www\\6foobar\\3com\\0" . pack("nn", 1, 1);
            for (1 .. 1000) {
                socket(my $out, AF_INET, SOCK_DGRAM, 0) or die "$!";
                send($out, $question, 0, $to) or die "$!";
            }
            """;

    private static final String REMEMBERED =
            "grep -c 'udp .*dst=10.80.0.11 sport=[0-9]* dport=53 ' /proc/net/nf_conntrack || true";

    private static final String BELIEVED =
            "sleep 1; { ip -6 address show dev eth0; ip -6 route show default; } | grep -c -e 2001:db8:66 -e 'proto ra' || true";

    /** Rules after ours in the chain would come too late; these stand before them. */
    private static final String ALSO = "nft insert rule inet tandem input ";

    @Test
    void everythingOpensThatShouldAndNothingElse(SiteUnderTest site) {
        assertThat(site.tandem("verify").exits(0).toString()).contains("ports tried from 5 places, by ");
        assertThat(site.tandem("verify", "--json").exits(0).entries("differences"))
                .isEmpty();
    }

    @Test
    void aPortThatSomebodyOpenedAndOneThatSomebodyShutAreNamed(SiteUnderTest site) {
        site.disturb();
        // HAProxy's figures for everybody, and an application server that its partner cannot reach.
        site.on("lb1", ALSO + "tcp dport 8404 accept");
        site.on("server1", ALSO + "ip saddr 10.80.0.22 tcp dport 8080 ct state new drop");
        Ran verify = site.tandem("verify").exits(1);
        assertThat(verify.output().lines())
                .contains(
                        "client -> lb1:8404 (balancer metrics): should be shut, is open",
                        "server2 -> server1:8080 (runner): should be open, is silent");
        assertThat(verify.errors()).contains("Next: tandem plan");

        List.of("lb1", "server1").forEach(machine -> site.on(machine, "systemctl reload nftables"));
        site.tandem("verify").exits(0);
    }

    @Test
    void aScanFromTheClientSeesNamesAndPagesOnBalancersAndNothingOnServers(SiteUnderTest site) {
        List<String> seen = fromClient(
                        site,
                        "nmap -n -Pn -sS --open -oG - -p 1-10000,33060 --min-rate 4000 --max-retries 1 10.80.0.11-12 10.80.0.21-22")
                .lines()
                .filter(line -> line.contains("Ports: "))
                .toList();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).startsWith("Host: 10.80.0.11 ");
        assertThat(seen.get(1)).startsWith("Host: 10.80.0.12 ");
        assertThat(seen).allSatisfy(line -> assertThat(openPorts(line)).containsExactly("53", "80", "443"));
    }

    @Test
    void ipv6IsNoWayAroundTheFirewall(SiteUnderTest site) {
        String address = site.on(
                "server1",
                "ip -6 -oneline address show dev eth0 scope link | awk '{ split($4, it, \"/\"); print it[1] }'");
        assertThat(address).startsWith("fe80");
        // What is there answers over IPv6 as soon as it may: the scan can see it.
        String scan = "nmap -6 -n -Pn -sT --open -oG - -p 22,80,443,3306,8000,8080 " + address + "%eth0";
        assertThat(fromClient(site, scan)).doesNotContain("Ports: ");

        site.disturb();
        site.on("server1", ALSO + "tcp dport 22 accept");
        assertThat(openPorts(fromClient(site, scan))).containsExactly("22");
        site.on("server1", "systemctl reload nftables");
    }

    /** Also where no address of the site is: what nobody takes there would be refused, and whoever asks would know that somebody is there. */
    @Test
    void whatIsShutHearsNothing(SiteUnderTest site) {
        String database = "nmap -n -Pn -sS -oG - -p 3306,3316,8404 10.80.0.21";
        assertThat(fromClient(site, database)).contains("3306/filtered/", "3316/filtered/", "8404/filtered/");
        String virtual = "nmap -n -Pn -sS -oG - -p 53,443 10.80.0.10";
        assertThat(fromClient(site, virtual)).contains("53/filtered/", "443/open/");
        String local = site.on(
                "lb1", "ip -6 -oneline address show dev eth0 scope link | awk '{ split($4, it, \"/\"); print it[1] }'");
        assertThat(fromClient(site, "nmap -6 -n -Pn -sT -oG - -p 53,80,443 " + local + "%eth0"))
                .contains("53/filtered/", "80/filtered/", "443/filtered/");
    }

    /** Who sends them may say to be anybody: a table with a place for each would be full, and then nobody comes in. */
    @Test
    void questionsToANameServerHaveNoPlaceInTheTableOfConnections(SiteUnderTest site) {
        assertThat(site.onClient("kdig +short @10.80.0.11 www.foobar.com A")).contains(SiteUnderTest.VIRTUAL_ADDRESS);
        Command.of("ip", "netns", "exec", clientNamespace(site), "perl", "-e", QUESTIONS)
                .run();
        assertThat(site.on("lb1", REMEMBERED)).isEqualTo("0");
    }

    @Test
    void whoSaysThatHeIsTheNetworksRouterIsNotBelieved(SiteUnderTest site) {
        advertise(site);
        assertThat(site.on("server1", BELIEVED)).isEqualTo("0");

        site.disturb();
        site.on("server1", ALSO + "icmpv6 type nd-router-advert accept");
        advertise(site);
        assertThat(site.on("server1", BELIEVED))
                .as("with the rule that is missing")
                .isEqualTo("2");
        site.on(
                "server1",
                "ip -6 address flush dev eth0 scope global; ip -6 route flush proto ra; systemctl reload nftables");
    }

    @Test
    void nobodyInTheNetworkTellsAMachineAnotherWay(SiteUnderTest site) {
        assertThat(List.of("lb1", "lb2", "server1", "server2"))
                .allSatisfy(machine -> assertThat(
                                site.on(machine, "cat /proc/sys/net/ipv[46]/conf/*/accept_redirects | sort -u"))
                        .isEqualTo("0"));
    }

    @Test
    void whoBreaksIntoAServiceCanReachNothingElse(SiteUnderTest site) {
        String knock =
                "timeout 3 runuser -u $1 -- bash -c 'exec 3<>/dev/tcp/10.80.0.253/22' 2>/dev/null && echo through"
                        + " || echo stopped";
        List.of("mysql", "www-data", Layout.ROUTER_USER)
                .forEach(user -> assertThat(site.on("server1", knock, user)).isEqualTo("stopped"));
        assertThat(site.on("server1", knock, "root")).isEqualTo("through");
    }

    /** Root's own may: that shows that somebody would answer. */
    @Test
    void nobodyOnAMachineReachesItsSsh(SiteUnderTest site) {
        String knock =
                "timeout 3 setpriv --reuid=$1 --clear-groups -- bash -c \"exec 3<>/dev/tcp/$2/22\" 2>/dev/null && echo through"
                        + " || echo stopped";
        for (String address : List.of("127.0.0.1", "10.80.0.21")) {
            List.of("tandem-app", "www-data", "nobody")
                    .forEach(user -> assertThat(site.on("server1", knock, user, address))
                            .as(user + " at " + address)
                            .isEqualTo("stopped"));
            assertThat(site.on("server1", knock, "root", address)).as(address).isEqualTo("through");
        }
    }

    /**
     * The application, a web server, the router, a database, etcd and a name server, each with its own key or without, on loopback and
     * over the network: {@code verify} knocks as each of them. That it can see a door that is open to somebody it should not be is
     * shown here.
     */
    @Test
    void aDoorThatIsOpenToAnotherServiceIsNamed(SiteUnderTest site) {
        site.disturb();
        site.on("server1", "nft insert rule inet tandem output meta skuid www-data tcp dport { 2379, 3306 } accept");
        Ran verify = site.tandem("verify").exits(1);
        assertThat(verify.output().lines())
                .contains(
                        "www-data on server1 -> server1:2379 (consensus): should be shut, is open",
                        "www-data on server1 -> lb1:2379 (consensus): should be shut, is open",
                        "www-data on server1 -> 127.0.0.1:3306 (router): should be shut, is open")
                .noneMatch(line -> line.startsWith(Layout.ROUTER_USER + " on "));
        site.on("server1", "systemctl reload nftables");
        site.tandem("verify").exits(0);
    }

    @Test
    void anApplyThatWouldShutTheAdminOutIsRefused(SiteUnderTest site) {
        // As on a real site: the machines are just there, and we come from an address that the file does not name.
        Path file = site.folder()
                .variant(
                        "shut-out.yaml",
                        yaml -> yaml.replaceFirst(
                                "(?m)^  key: .*$", "  key: " + site.vault().resolve("id_ed25519")));
        String before = site.on("lb1", "sha256sum " + RULES);
        // The real site's vault is empty, and another one made these machines.
        Ran strange = site.tandemOnSite(file, "apply", "--yes").exits(REFUSED);
        assertThat(strange.errors())
                .contains(
                        "this vault did not make what is on these machines",
                        "lb1, lb2, server1, server2: www.foobar.com");
        Ran apply = site.tandemOnSite(file, "apply", "--yes", "--take-over=lb1,lb2,server1,server2")
                .exits(REFUSED);
        assertThat(apply.errors())
                .contains("lb1: the firewall would let no SSH in from 10.80.0.254")
                .contains("admin-networks in site.yaml, such as 10.80.0.254/32");
        assertThat(site.on("lb1", "sha256sum " + RULES)).isEqualTo(before);
    }

    @Test
    void aFirewallThatShutsTheAdminOutGoesAwayByItself(SiteUnderTest site) {
        site.disturb();
        // Without who came lately.
        String rules = site.on("lb2", "nft --stateless --terse list table inet tandem");
        String file = site.on("lb2", "sha256sum " + RULES);
        // From the next reload on, nothing of SSH comes in any more, not even over connections that are open.
        site.on("lb2", """
                mkdir -p /run/systemd/system/nftables.service.d
                printf '%s\\n' '[Service]' \\
                  'ExecReload=/usr/sbin/nft add chain inet tandem early { type filter hook input priority -10; }' \\
                  'ExecReload=/usr/sbin/nft add rule inet tandem early tcp dport 22 drop' \\
                  > /run/systemd/system/nftables.service.d/test.conf
                systemctl daemon-reload
                """);
        site.folder().set("admin-networks", "[203.0.113.0/24, 198.51.100.7/32]");
        long begin = System.nanoTime();
        Ran apply = site.tandem("apply").exits(1);
        assertThat(apply.errors()).contains("lb2");

        site.forget("lb2");
        SiteUnderTest.await("lb2 lets the admin in again", BACK_WITHIN, () -> answers(site, "lb2"));
        System.out.printf(
                "shut out by a firewall, in again %d s after apply began%n",
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        assertThat(site.on("lb2", "nft --stateless --terse list table inet tandem"))
                .isEqualTo(rules);
        assertThat(site.on("lb2", "sha256sum " + RULES)).isEqualTo(file);

        // The same apply goes on from there once it is let through.
        site.on("lb2", "rm -r /run/systemd/system/nftables.service.d && systemctl daemon-reload");
        site.applyWhenFree();
        assertThat(site.on("lb2", "nft list chain inet tandem input")).contains("198.51.100.7");
    }

    private static boolean answers(SiteUnderTest site, String machine) {
        try {
            return site.on(machine, "echo in").equals("in");
        } catch (RemoteException e) {
            site.forget(machine);
            return false;
        }
    }

    private static void advertise(SiteUnderTest site) {
        Command.of("ip", "netns", "exec", clientNamespace(site), "perl", "-e", ADVERTISEMENT)
                .run();
    }

    /** Runs one of this computer's own programs where the lab's client is. */
    private static String fromClient(SiteUnderTest site, String command) {
        return Command.of(("ip netns exec " + clientNamespace(site) + " " + command).split(" ", -1))
                .within(Duration.ofMinutes(2))
                .run();
    }

    private static String clientNamespace(SiteUnderTest site) {
        return new NetworkNames(site.labName()).machineNamespace(new MachineName("client"));
    }

    /** Of a line as nmap's {@code -oG} writes it: {@code Ports: 53/open/tcp//domain///, 80/open/...}. */
    private static List<String> openPorts(String line) {
        String ports = line.replaceAll("(?s).*Ports: |\\t.*", "");
        return Arrays.stream(ports.split(", ", -1))
                .map(port -> port.substring(0, port.indexOf('/')))
                .toList();
    }
}
