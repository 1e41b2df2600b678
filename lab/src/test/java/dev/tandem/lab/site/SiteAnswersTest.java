package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user meets: names, the page, both servers. */
@OnTheSite
class SiteAnswersTest {
    @Test
    void theNameLeadsToThePage(SiteUnderTest site) {
        assertThat(site.onClient("curl -sS --fail --max-time 5 https://www.foobar.com/"))
                .startsWith("<!doctype html>")
                .contains("<title>");
        assertThat(site.onClient("getent ahostsv4 www.foobar.com")).startsWith(SiteUnderTest.VIRTUAL_ADDRESS + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb1", "lb2"})
    void eachDnsServerLeadsToTheVirtualAddress(String machine, SiteUnderTest site) {
        assertThat(dig(site, machine, "www.foobar.com", "A")).isEqualTo(SiteUnderTest.VIRTUAL_ADDRESS);
        assertThat(dig(site, machine, "foobar.com", "A")).isEqualTo(SiteUnderTest.VIRTUAL_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb1", "lb2"})
    void eachDnsServerKnowsTheFilesOwnRecords(String machine, SiteUnderTest site) {
        assertThat(dig(site, machine, "foobar.com", "MX")).isEqualTo("10 mail.example.net.");
        assertThat(dig(site, machine, "_dmarc.foobar.com", "TXT")).isEqualTo("\"v=DMARC1; p=reject\"");
        assertThat(dig(site, machine, "foobar.com", "NS").lines())
                .containsExactlyInAnyOrder("ns1.foobar.com.", "ns2.foobar.com.");
        assertThat(dig(site, machine, "ns1.foobar.com", "A")).isEqualTo("10.80.0.11");
        assertThat(dig(site, machine, "ns2.foobar.com", "A")).isEqualTo("10.80.0.12");
    }

    @Test
    void bothDnsServersHoldTheSameSerial(SiteUnderTest site) {
        assertThat(dig(site, "lb2", "foobar.com", "SOA")).isEqualTo(dig(site, "lb1", "foobar.com", "SOA"));
    }

    @Test
    void nobodyElseMayCopyTheZone(SiteUnderTest site) {
        assertThat(site.trying("client", "dig +time=2 +tries=1 @10.80.0.11 foobar.com AXFR"))
                .contains("Transfer failed");
    }

    @Test
    void tenRequestsAreServedByBothServersInTurn(SiteUnderTest site) {
        List<String> servers = site.onClient("for i in 1 2 3 4 5 6 7 8 9 10; do"
                        + " curl -sS --fail --max-time 5 -o /dev/null -w '%header{x-served-by}\\n'"
                        + " https://www.foobar.com/api/tags; done")
                .lines()
                .toList();

        assertThat(servers).hasSize(10);
        Set<String> distinct = new TreeSet<>(servers);
        assertThat(distinct).containsExactly("server1", "server2");
        assertThat(servers.stream().filter("server1"::equals)).hasSizeBetween(4, 6);
    }

    @Test
    void everyRequestHasAnIdThatTheClientCannotChoose(SiteUnderTest site) {
        site.onClient("curl -sS --fail --max-time 5 -H 'X-Request-Id: mine' https://www.foobar.com/api/tags");

        assertThat(site.tandem("logs", "balancer", "--since", "-1min").exits(0).output())
                .contains("path=\"/api/tags\"")
                .doesNotContain("id=mine");
    }

    private static String dig(SiteUnderTest site, String machine, String name, String type) {
        return site.onClient(
                "dig +short +time=2 +tries=1 @\"$1\" \"$2\" \"$3\"",
                SiteUnderTest.ADDRESSES.getOrDefault(machine, machine),
                name,
                type);
    }
}
