package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.protocol.AgentReport.Gate;
import dev.tandem.protocol.AgentReport.Mysqld;
import dev.tandem.protocol.AgentReport.Receiving;
import dev.tandem.protocol.AgentReport.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentReportTest {
    private static final AgentReport REPORT = new AgentReport(
            "server2",
            Optional.of(Instant.parse("2026-12-01T03:00:00.123456Z")),
            "replica, and the partner of server1.",
            7,
            Optional.of(ClusterState.parse("term=7 primary=server1 partner=server2#p2")),
            Role.REPLICA,
            new Mysqld(
                    true,
                    false,
                    false,
                    Optional.of("p2"),
                    "0-1-17",
                    "0-1-18",
                    Optional.of("server1"),
                    Receiving.CONNECTED,
                    true,
                    OptionalLong.of(2),
                    Optional.empty()),
            Gate.READERS,
            true,
            false,
            false,
            List.of("server1"),
            OptionalLong.of(20_480),
            5,
            Optional.of("not switched."),
            Optional.empty());

    @Test
    void whatIsWrittenIsRead() {
        assertThat(AgentReport.of(REPORT.fields())).isEqualTo(REPORT);
        assertThat(AgentReport.of(nothing().fields())).isEqualTo(nothing());
    }

    /** An older version's reader knows these names and kinds, and no others. */
    @Test
    void theTextKeepsItsForm() {
        Map<String, Object> mysqld = new HashMap<>(Map.of("running", true, "open", false, "semiSync", false));
        mysqld.putAll(Map.of("incarnation", "p2", "binlog", "0-1-17", "received", "0-1-18", "source", "server1"));
        mysqld.putAll(Map.of("receiving", "connected", "applying", true, "lagSeconds", "2"));
        mysqld.put("unwritable", null);
        Map<String, Object> fields = new HashMap<>(Map.of("machine", "server2", "term", 7L, "role", "replica"));
        fields.putAll(Map.of("time", "2026-12-01T03:00:00.123456Z", "sentence", REPORT.sentence(), "gate", "readers"));
        fields.putAll(Map.of("state", "term=7 primary=server1 partner=server2#p2", "mysqld", mysqld, "etcd", true));
        fields.putAll(Map.of("paused", false, "tainted", false, "peers", List.of("server1"), "request", 5L));
        fields.putAll(Map.of("diskFreeMegabytes", 20_480L, "notSwitched", "not switched."));
        fields.put("doubt", null);
        assertThat(REPORT.fields()).isEqualTo(fields);
    }

    @Test
    void whatIsNotKnownIsNotLookedAt() {
        Map<Object, Object> newer = new HashMap<>(REPORT.fields());
        newer.put("mood", Map.of("a", List.of(1)));
        assertThat(AgentReport.of(newer)).isEqualTo(REPORT);
    }

    @Test
    void whatIsMissingSaysNothing() {
        AgentReport report = AgentReport.of(Map.of());
        assertThat(report).isEqualTo(nothing());
        assertThat(report.isPrimary() || report.serves() || report.mayTakeWrites() || report.follows())
                .isFalse();
    }

    @Test
    void aWordOfAnotherVersionIsUnknown() {
        AgentReport report = AgentReport.of(Map.of(
                "role",
                "witness",
                "gate",
                "ajar",
                "time",
                "now",
                "state",
                "term=7 primary=server1 partner=none since=9"));
        assertThat(report.role()).isEqualTo(Role.UNKNOWN);
        assertThat(report.gate()).isEqualTo(Gate.UNKNOWN);
        assertThat(report.state()).isEmpty();
        assertThat(report.at()).isEmpty();
        assertThat(AgentReport.of(Map.of("mysqld", Map.of("receiving", "slowly")))
                        .mysqld()
                        .receiving())
                .isEqualTo(Receiving.UNKNOWN);
    }

    @Test
    void aTermThatIsNoNumberMakesItNoReport() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentReport.of(Map.of("term", "7a")))
                .withMessage("'7a' is no term");
        assertThat(AgentReport.of(Map.of("term", 7)).term()).isEqualTo(7);
    }

    @Test
    void wordsAreInOneLine() {
        assertThat(AgentReport.of(Map.of("sentence", "waits.\n\n! forged")).sentence())
                .isEqualTo("waits. ! forged");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            primary, true,  lease,   '', takes, may, serves
            primary, true,  closed,  '', -,     -,   -
            primary, true,  readers, '', -,     -,   -
            primary, true,  unknown, '', -,     may, serves
            primary, true,  ajar,    '', -,     may, serves
            primary, false, lease,   '', -,     -,   -
            primary, true,  lease,   'for 7 s: Lock wait timeout exceeded', takes, may, -
            replica, true,  lease,   '', takes, may, -
            none,    true,  lease,   '', takes, may, -
            replica, false, readers, '', -,     -,   -
            """)
    void whoTakesWrites(
            String role, boolean open, String gate, String unwritable, String takes, String may, String serves) {
        AgentReport report = AgentReport.of(
                Map.of("role", role, "gate", gate, "mysqld", Map.of("open", open, "unwritable", unwritable)));
        assertThat(report.takesWrites()).isEqualTo(takes.equals("takes"));
        assertThat(report.mayTakeWrites()).isEqualTo(may.equals("may"));
        assertThat(report.serves()).isEqualTo(serves.equals("serves"));
        assertThat(report.letsIn()).isEqualTo(!gate.equals("closed"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            replica, connected,  true,  true
            replica, connected,  false, false
            replica, connecting, true,  false
            replica, slowly,     true,  false
            primary, connected,  true,  false
            """)
    void whoFollows(String role, String receiving, boolean applying, boolean follows) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("role", role, "mysqld", Map.of("receiving", receiving, "applying", applying)));
        assertThat(AgentReport.of(fields).follows()).isEqualTo(follows);
        assertThat(AgentReport.of(fields).isSettled()).isFalse();
        fields.put("state", "term=7 primary=server1 partner=none");
        assertThat(AgentReport.of(fields).isSettled()).isFalse();
        fields.put("state", "term=7 primary=server1 partner=server3#p3");
        assertThat(AgentReport.of(fields).isSettled()).isEqualTo(follows);
    }

    @Test
    void itKnowsWhoWasDecided() {
        assertThat(REPORT.primary()).contains("server1");
        assertThat(REPORT.partner()).contains("server2");
        assertThat(nothing().primary()).isEmpty();
        assertThat(nothing().partner()).isEmpty();
    }

    private static AgentReport nothing() {
        return new AgentReport(
                "",
                Optional.empty(),
                "",
                0,
                Optional.empty(),
                Role.UNKNOWN,
                Mysqld.NONE,
                Gate.UNKNOWN,
                false,
                false,
                false,
                List.of(),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }
}
