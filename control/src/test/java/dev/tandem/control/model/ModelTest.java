package dev.tandem.control.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records cannot be wrong, and print as they are written. */
class ModelTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.80.0.11", "255.255.255.255"})
    void anAddressPrintsAsItWasRead(String text) {
        assertThat(Ipv4Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.80.0", "10.80.0.256", "10.80.0.011", "10.80.0.1.1", " 10.80.0.1", "1e1.0.0.0", "::1"})
    void anythingElseIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipv4Address.parse(text))
                .withMessage("'" + text + "' is not an IPv4 address such as 10.80.0.11");
    }

    @Test
    void addressesAreOrderedAsNumbersWithoutSign() {
        assertThat(Stream.of("200.0.0.1", "10.0.0.2", "10.0.0.10")
                        .map(Ipv4Address::parse)
                        .sorted())
                .map(Ipv4Address::toString)
                .containsExactly("10.0.0.2", "10.0.0.10", "200.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.80.0.0/24, 10.80.0.1,   true",
        "10.80.0.0/24, 10.80.0.254, true",
        "10.80.0.0/24, 10.80.0.0,   false",
        "10.80.0.0/24, 10.80.0.255, false",
        "10.80.0.0/24, 10.80.1.1,   false",
        "10.80.0.0/22, 10.80.1.0,   true",
        "10.0.0.0/8,   10.255.255.255, false",
        "192.0.2.4/30, 192.0.2.6,   true",
        "192.0.2.4/30, 192.0.2.8,   false",
    })
    void aNetworkKnowsWhichAddressesMachinesCanHave(String network, String address, boolean usable) {
        assertThat(Ipv4Network.parse(network).isUsable(Ipv4Address.parse(address)))
                .isEqualTo(usable);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            10.80.0.0     | '10.80.0.0' is not a network such as 10.80.0.0/24
            10.80.0.0/x   | '10.80.0.0/x' is not a network such as 10.80.0.0/24
            10.80.0.0/33  | a network's prefix is 0 to 32, not 33
            10.80.0.7/24  | 10.80.0.7/24 has bits beyond its prefix; the network is 10.80.0.0/24
            10.80.0/24    | '10.80.0' is not an IPv4 address such as 10.80.0.11
            """)
    void aNetworkThatIsNoneIsRefusedWithTheReason(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipv4Network.parse(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"1K, 1024", "64K, 65536", "256M, 268435456", "2G, 2147483648", "999999G, 1073740750258176"})
    void aSizeIsInPowersOf1024AndPrintsAsItWasRead(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0M", "08M", "8", "8m", "8MB", "1.5G", "-1K", "1000000K"})
    void anythingElseIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foobar.com", "www.foobar.com", "xn--bcher-kva.example", "a.b", "1.2.example"})
    void aNameOfTwoLabelsOrMoreIsADomainName(String text) {
        assertThat(new DomainName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "com", "foobar.com.", "Foobar.com", "-a.com", "a-.com", "a..com", "a b.com", "a_b.com"})
    void anythingElseIsNoDomainName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DomainName(text));
    }

    @Test
    void aDomainNameHasAtMost253CharactersAndLabelsOf63() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThatCode(() -> new DomainName(longest)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> new DomainName("a." + longest));
        assertThatIllegalArgumentException().isThrownBy(() -> new DomainName("a" + label + ".com"));
    }

    @ParameterizedTest
    @CsvSource({
        "foobar.com, true",
        "www.foobar.com, true",
        "a.b.foobar.com, true",
        "xfoobar.com, false",
        "com.de, false"
    })
    void aNameLiesWithinAZoneByWholeLabels(String name, boolean within) {
        assertThat(new DomainName(name).isWithin(new DomainName("foobar.com"))).isEqualTo(within);
    }

    @Test
    void aMachineWithoutARoleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Machine(new MachineName("lb1"), Ipv4Address.parse("10.0.0.1"), Set.of()))
                .withMessage("a machine needs at least one role");
    }

    @Test
    void aMachineKeepsItsOwnRolesInTheirUsualOrder() {
        Set<Role> roles = EnumSet.of(Role.DATABASE, Role.WEB);
        Machine machine = new Machine(new MachineName("server1"), Ipv4Address.parse("10.0.0.1"), roles);
        roles.add(Role.DNS);
        assertThat(machine.roles()).containsExactly(Role.WEB, Role.DATABASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "mail", "_dmarc", "*", "*.dev", "a.b-c.d", "_sip._tcp"})
    void aRecordsNameIsRelativeToTheZone(String name) {
        assertThatCode(() -> DnsRecord.checkName(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mail", "mail.", "-a", "a-", "a..b", "a.*", "a b", "$ORIGIN", "a\nb"})
    void anythingElseIsNoRecordsName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> DnsRecord.checkName(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10 mail.example.net.", "\"v=DMARC1; p=none\"", "\"a \\\" b\" \"(c)\"", "a\\;b", "2001:db8::1"})
    void aRecordsValueMayStandInAZoneFile(String value) {
        assertThatCode(() -> DnsRecord.checkValue(value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a ; comment",
                "\"open",
                "( a",
                "a\nwww A 192.0.2.1",
                "a\\",
                "\"a\\\"",
                "a\tb",
                "\"a\nb\""
            })
    void aRecordsValueCannotLeaveItsLine(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> DnsRecord.checkValue(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api/health", "/a b", "/a\"b", "/a\\b", "/a\n", "/\u00e4", "/a#b", "/a'b"})
    void aHealthPathIsPlain(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Balancer.Health(path, Duration.ofSeconds(1), 2, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUNNER_PORT",
                "DATABASE_URL",
                "JAVA_TOOL_OPTIONS",
                "LD_PRELOAD",
                "PATH",
                "HOME",
                "lower",
                "1A",
                ""
            })
    void aVariableThatBelongsToTheSystemIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Application.checkVariable(name, "x"));
    }

    @Test
    void aVariablesValueIsOneLine() {
        assertThatIllegalArgumentException().isThrownBy(() -> Application.checkVariable("A", "x\nB=y"));
        assertThatCode(() -> Application.checkVariable("A", "x = \"y\" ; z")).doesNotThrowAnyException();
    }

    @Test
    void twoHeadersDifferByMoreThanCase() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Frame-Options", "DENY");
        headers.put("x-frame-options", "SAMEORIGIN");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Web(ByteSize.parse("8M"), Duration.ofHours(1), headers, Optional.empty(), List.of()))
                .withMessage("the header 'x-frame-options' stands there twice, in another case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\r\nX-Other: y", "one\nX-Other: y", "${x}", "\u0000", "Überschrift", " ", ""})
    void aHeadersValueIsOneLineThatNginxTakesAsItIs(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Web.checkValue(value));
        assertThatCode(() -> Web.checkValue("default-src 'none'; x \"y\" \\ z")).doesNotThrowAnyException();
    }

    @Test
    void whatNginxOrABalancerSaysIsNotSaidTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Web.checkHeader("Cache-Control"))
                .withMessage("'Cache-Control' follows from static-max-age");
        assertThatIllegalArgumentException().isThrownBy(() -> Web.checkHeader("SET-COOKIE"));
        assertThatCode(() -> Web.checkHeader("Permissions-Policy")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void aPortIs1To65535(int value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Port(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Conduit", "1a", "a-b", "a`b", "abcdefghijklmnopqrstuvwxyzabcdefg"})
    void aSchemasNameNeedsNoQuotes(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> Database.checkSchema(schema));
    }
}
