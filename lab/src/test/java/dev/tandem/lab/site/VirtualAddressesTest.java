package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.lab.machine.NspawnMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sites with another virtual address than one that moves by ARP. */
@OnTheSite
class VirtualAddressesTest {
    private static final String FIRST = SiteUnderTest.VIRTUAL_ADDRESS;
    private static final String SECOND = "10.80.0.15";

    /** Of another network: no machine can have it by ARP. */
    private static final String ELSEWHERE = "198.51.100.7";

    private static final String TOKEN = "not-for-everybody-7f3a";
    private static final Duration MOVES_WITHIN = Duration.ofSeconds(10);
    private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(60);

    @Test
    void eachBalancerHasItsAddressAndTakesItBackAfterAWhile(SiteUnderTest site) {
        site.disturb();
        site.folder().set("addresses", "[" + FIRST + ", " + SECOND + "]");
        site.folder().set("take-back", "3s");
        site.tandem("apply").exits(0);
        site.awaitWell();
        assertThat(owned(site, "lb1")).containsExactly(FIRST);
        assertThat(owned(site, "lb2")).containsExactly(SECOND);
        assertThat(site.onClient("kdig +short @10.80.0.12 www.foobar.com A").lines())
                .containsExactlyInAnyOrder(FIRST, SECOND);
        site.tandem("verify").exits(0);

        NspawnMachine machine = site.machine("lb2");
        try (Witness witness = Witness.of(site, FIRST, SECOND)) {
            site.forget("lb2");
            machine.kill();
            SiteUnderTest.await(
                    "lb1 has both", MOVES_WITHIN, () -> owned(site, "lb1").equals(List.of(FIRST, SECOND)));
            assertThat(answer(site, SECOND)).isEqualTo("200");
            machine.start();
            // It is well when each address is at home again.
            site.awaitWell();
            assertThat(witness.owners(FIRST)).containsExactly("lb1");
            assertThat(witness.owners(SECOND)).containsExactly("lb2", "lb1", "lb2");
            System.out.printf(
                    "of two addresses the dead balancer's was silent for %d ms%n",
                    witness.silence(SECOND).toMillis());
        }
    }

    @Test
    @Tag("long")
    void aHookMovesTheAddressAndIsTriedUntilItWorks(SiteUnderTest site) throws IOException {
        site.disturb();
        Path script = Files.writeString(
                site.folder().file().resolveSibling("move-address.sh"), Witness.program("move-address.sh"));
        Path token = Files.writeString(site.folder().file().resolveSibling("network-token"), TOKEN + "\n");
        site.folder().set("addresses", "[" + ELSEWHERE + "]");
        site.folder().set("method", "hook");
        site.folder().set("hook", script.getFileName().toString());
        site.folder().set("token", token.getFileName().toString());
        startCloud(site);
        try {
            assertThat(site.tandem("plan").exits(0).output()).doesNotContain(TOKEN);
            site.tandem("apply").exits(0);
            site.awaitWell();
            String owner = owner(site);
            assertThat(answer(site, ELSEWHERE)).isEqualTo("200");
            site.tandem("verify").exits(0);

            // Nobody answers the hook: the address is nowhere until somebody does, and status says so.
            site.onClient("systemctl stop cloud.service");
            site.on(owner, "systemctl stop haproxy.service");
            String other = SiteUnderTest.other(SiteUnderTest.BALANCERS, owner);
            SiteUnderTest.await(
                    other + " has the address",
                    MOVES_WITHIN,
                    () -> owned(site, other).equals(List.of(ELSEWHERE)));
            SiteUnderTest.await(
                    "status says that the hook does not work",
                    COMES_BACK_WITHIN,
                    () -> site.tandem("status")
                            .output()
                            .contains(other + ": the hook that brings " + ELSEWHERE + " here has not worked"));
            startCloud(site);
            site.on(owner, "systemctl start haproxy.service");
            SiteUnderTest.await(
                    "the hook worked",
                    COMES_BACK_WITHIN,
                    () -> answer(site, ELSEWHERE).equals("200"));
            site.awaitWell();
            assertThat(owner(site)).isEqualTo(other);
            // The secret is where it must be, and in no command's words and no journal.
            assertThat(site.on(other, "cat /etc/tandem/move-address.token; stat -c %a /etc/tandem/move-address.token"))
                    .isEqualTo(TOKEN + "\n600");
            assertThat(site.trying(other, "journalctl --output=cat | grep -c \"$1\"", TOKEN))
                    .isEqualTo("0");
        } finally {
            site.onClient("systemctl stop cloud.service; ip route delete \"$1/32\" || true", ELSEWHERE);
        }
    }

    /** The machine that has the address of the hook. */
    private static String owner(SiteUnderTest site) {
        List<String> owners = SiteUnderTest.BALANCERS.stream()
                .filter(name -> owned(site, name).contains(ELSEWHERE))
                .toList();
        assertThat(owners).hasSize(1);
        return owners.getFirst();
    }

    /** The virtual addresses that are on a machine. */
    private static List<String> owned(SiteUnderTest site, String machine) {
        List<String> here = site.on(machine, "ip -oneline -4 address show | awk '{ sub(\"/.*\", \"\", $4); print $4 }'")
                .lines()
                .toList();
        return List.of(FIRST, SECOND, ELSEWHERE).stream().filter(here::contains).toList();
    }

    /** The status of the site's answer at an address; 000 when there is none. */
    private static String answer(SiteUnderTest site, String address) {
        return site.trying(
                "client",
                "curl --silent --output /dev/null --max-time 2 --write-out '%{http_code}'"
                        + " --resolve \"www.foobar.com:443:$1\" https://www.foobar.com/",
                address);
    }

    /** Something that takes the hook's calls. */
    private static void startCloud(SiteUnderTest site) {
        site.client()
                .require(RemoteCommand.script(
                                "put the cloud's program there",
                                "umask 077; cat > /root/cloud.sh; chmod 0700 /root/cloud.sh;"
                                        + " systemctl reset-failed cloud.service 2> /dev/null || true; systemd-run --quiet --collect"
                                        + " --unit=cloud socat TCP-LISTEN:8099,fork,reuseaddr"
                                        + " EXEC:\"/root/cloud.sh $1 lb1 10.80.0.11 lb2 10.80.0.12\"",
                                TOKEN)
                        .reading(Witness.program("cloud.sh")));
    }
}
