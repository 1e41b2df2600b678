package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.observe.SiteStatus.Verdict;
import dev.tandem.control.render.site.Sites;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The usual site, with one thing wrong at a time. */
class JudgementTest {
    private static final String STATE = "term=3 primary=server1 partner=server2#p1";
    private static final String CONNECTED = "\"receiving\":\"connected\",\"applying\":true";
    private static final Optional<AgentReport> PRIMARY = report("primary", STATE, "\"open\":true");
    private static final Optional<AgentReport> REPLICA = report("replica", STATE, CONNECTED + ",\"lagSeconds\":\"0\"");

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private Instant now = NOW;
    private final Map<String, MachineStatus> machines = new HashMap<>();
    private final Map<String, OptionalLong> maintenance = new HashMap<>();

    JudgementTest() {
        balancer("lb1", true, "UP", "UP");
        balancer("lb2", false, "UP", "UP");
        server("server1", "r1", PRIMARY);
        server("server2", "r1", REPLICA);
    }

    @Test
    void everythingRight() {
        assertThat(judge()).isEqualTo("WELL []");
    }

    @Test
    void maintenanceIsNotForgotten() {
        closed("lb1");
        closed("lb2");
        assertThat(judge()).isEqualTo("DEGRADED [maintenance is on: users get 503. Next: tandem maintenance off]");
    }

    @Test
    void balancersThatDifferInMaintenance() {
        closed("lb2");
        assertThat(judge())
                .isEqualTo("DEGRADED [maintenance is on on lb2 only, so that some users get 503 and others do not."
                        + " Next: tandem maintenance on, or off]");
    }

    private void closed(String name) {
        maintenance.put(name, OptionalLong.of(300));
        balancer(name, name.equals("lb1"), "UP", "UP");
    }

    @Test
    void aUnitThatIsNotActive() {
        unit("lb2", "knot.service", "failed");
        assertThat(judge()).isEqualTo("DEGRADED [lb2: knot.service is failed]");
    }

    @Test
    void aCertificateThatEndsSoon() {
        now = NOW.plus(Duration.ofHours(30));
        assertThat(judge())
                .startsWith(
                        "DEGRADED [lb1: its certificate for web ends in 12 days. Next: tandem apply makes a new one,");
    }

    @Test
    void aCertificateThatHasEnded() {
        now = NOW.plus(Duration.ofDays(15));
        assertThat(judge()).contains("server2: its certificate for web has ended. Next: tandem apply");
    }

    @Test
    void theNearestExpiryIsThatOfAllMachines() {
        SiteStatus status = new SiteStatus(Verdict.WELL, false, List.copyOf(machines.values()), List.of());
        assertThat(status.nearestExpiry())
                .hasValueSatisfying(expiry -> assertThat(expiry.end()).isEqualTo(NOW.plus(Duration.ofDays(14))));
    }

    @Test
    void aUnitThatReloadsIsWell() {
        unit("lb2", "knot.service", "reloading");
        assertThat(judge()).isEqualTo("WELL []");
    }

    @Test
    void aReplicaThatCannotBeReached() {
        away("server2");
        assertThat(judge()).isEqualTo("DEGRADED [server2: no SSH connection]");
    }

    @Test
    void aPrimaryThatCannotBeReached() {
        away("server1");
        assertThat(judge())
                .isEqualTo("DOWN [server1: it could not be asked whether it takes writes as the primary database"
                        + "\nserver2: says., server1: no SSH connection]");
        assertThat(status().seenDown()).isFalse();
    }

    @Test
    void aPrimaryThatWasReplacedPerhapsByAMachineThatCannotBeReached() {
        server("server1", "r1", report("primary", STATE, "\"open\":false", "\"etcd\":false"));
        away("server2");
        assertThat(judge())
                .startsWith(
                        "DOWN [server1: the primary database does not take writes; whether another one is the primary"
                                + " by now is not known: etcd answers nobody here, and server2 could not be asked\nserver1: says.,");
        assertThat(status().seenDown()).isFalse();
        server("server1", "r1", report("primary", STATE, "\"open\":false"));
        assertThat(judge()).startsWith("DOWN [server1: the primary database does not take writes\nserver1: says.,");
        assertThat(status().seenDown()).isTrue();
    }

    @Test
    void nobodyWhoAnswersKnowsAPrimary() {
        away("server1");
        server("server2", "r1", report("stopped", "", ""));
        assertThat(judge())
                .startsWith(
                        "DOWN [no database agent that answered knows which machine is the primary; server1 could not"
                                + " be asked\nserver2: says.,");
        assertThat(status().seenDown()).isFalse();
    }

    @Test
    void aBalancerThatMayOwnTheAddressCannotBeReached() {
        away("lb1");
        assertThat(judge())
                .isEqualTo(
                        "DOWN [no balancer that answered owns the virtual address 10.80.0.100; lb1 could not be asked,"
                                + " lb1: no SSH connection]");
        assertThat(status().seenDown()).isFalse();
        away("lb2");
        assertThat(judge()).contains("; lb1, lb2 could not be asked,");
    }

    @Test
    void whatIsSeenComesBeforeWhatIsNotKnown() {
        away("lb1");
        server("server1", "r1", report("primary", STATE, "\"open\":false"));
        assertThat(judge()).startsWith("DOWN [server1: the primary database does not take writes\n");
        assertThat(status().seenDown()).isTrue();
    }

    /** It answers every question, and nobody can write: it was told as well for as long as somebody held a lock. */
    @Test
    void aPrimaryThatRefusesWhatTheAgentWrites() {
        server(
                "server1",
                "r1",
                report("primary", STATE, "\"open\":true,\"unwritable\":\"for 7 s: Lock wait timeout exceeded\""));
        assertThat(judge())
                .startsWith(
                        "DOWN [server1: the primary database does not take writes, for 7 s: Lock wait timeout exceeded. Where")
                .contains("tandem exec server1 -- mariadb -e 'SHOW FULL PROCESSLIST'");
    }

    @Test
    void aGateThatIsClosed() {
        server("server1", "r1", report("primary", STATE, "\"open\":true", "\"etcd\":true,\"gate\":\"closed\""));
        assertThat(judge()).startsWith("DOWN [server1: the primary database lets nobody in: its gate is closed\n");
        server("server1", "r1", PRIMARY);
        server("server2", "r1", report("replica", STATE, CONNECTED, "\"etcd\":true,\"gate\":\"closed\""));
        assertThat(judge()).isEqualTo("DEGRADED [server2: the replica lets nobody in: its gate is closed]");
    }

    @Test
    void whomEtcdAnswersKnowsThePartnerBetter() {
        String alone = "term=3 primary=server1 partner=none";
        server("server1", "r1", report("primary", STATE, "\"open\":true", "\"etcd\":false"));
        server("server2", "r1", report("replica", alone, CONNECTED));
        assertThat(judge()).contains("the primary database server1 has no partner");
    }

    @Test
    void thePrimaryKnowsItsPartnerBetterThanAnother() {
        server("server1", "r1", report("replica", "term=4 primary=server2 partner=server1#p2", CONNECTED));
        server("server2", "r1", report("primary", "term=4 primary=server2 partner=none", "\"open\":true"));
        assertThat(judge()).contains("the primary database server2 has no partner");
    }

    @Test
    void aBalancerThatCannotBeReachedWhileTheOtherOwnsTheAddress() {
        away("lb2");
        assertThat(judge()).isEqualTo("DEGRADED [lb2: no SSH connection]");
    }

    @Test
    void noOwnerOfTheVirtualAddress() {
        balancer("lb1", false, "UP", "UP");
        assertThat(judge()).isEqualTo("DOWN [no balancer owns the virtual address 10.80.0.100]");
    }

    @Test
    void twoOwnersOfTheVirtualAddress() {
        balancer("lb2", true, "UP", "UP");
        assertThat(judge()).isEqualTo("DOWN [the virtual address 10.80.0.100 is on lb1 and lb2 at once]");
    }

    @Test
    void aServerThatABalancerThinksDown() {
        balancer("lb1", true, "UP", "DOWN");
        assertThat(judge()).isEqualTo("DEGRADED [lb1: HAProxy says server2 is DOWN]");
    }

    @Test
    void aServerThatIsOnItsWayUp() {
        balancer("lb1", true, "UP", "UP 1/2");
        assertThat(judge()).isEqualTo("WELL []");
    }

    @Test
    void noServerUpAtTheBalancerThatUsersReach() {
        balancer("lb1", true, "DOWN", "MAINT");
        assertThat(judge()).startsWith("DOWN [lb1: no server is up, so users get errors,");
    }

    @Test
    void noServerUpAtTheOtherBalancer() {
        balancer("lb2", false, "DOWN", "DOWN");
        assertThat(judge()).startsWith("DEGRADED [");
    }

    @Test
    void twoReleases() {
        server("server2", "r2", REPLICA);
        assertThat(judge()).isEqualTo("DEGRADED [the application machines run different releases: r1, r2]");
    }

    @Test
    void aPrimaryThatTakesNoWrites() {
        server("server1", "r1", report("primary", STATE, "\"open\":false"));
        assertThat(judge())
                .isEqualTo("DOWN [server1: the primary database does not take writes\nserver1: says.\nserver2: says.]");
    }

    @Test
    void nobodyWhoKnowsAPrimary() {
        server("server1", "r1", report("stopped", "", ""));
        server("server2", "r1", report("stopped", "", ""));
        assertThat(judge())
                .startsWith(
                        "DOWN [no machine is known to be the primary database, so nobody can write\nserver1: says.");
    }

    @Test
    void whoeverIsThePrimaryNowIsJudgedAsOne() {
        String other = "term=4 primary=server2 partner=server1#p2";
        server("server1", "r1", report("replica", other, CONNECTED));
        server("server2", "r1", report("primary", other, "\"open\":true"));
        assertThat(judge()).isEqualTo("WELL []");
    }

    @Test
    void twoThatBothTakeWrites() {
        server("server2", "r1", report("primary", STATE, "\"open\":true"));
        assertThat(judge()).startsWith("DOWN [server1 and server2 both say that they are the primary and take writes,");
    }

    @Test
    void aPrimaryWithoutAPartner() {
        String alone = "term=3 primary=server1 partner=none";
        server("server1", "r1", report("primary", alone, "\"open\":true"));
        server("server2", "r1", report("replica", alone, CONNECTED));
        assertThat(judge())
                .isEqualTo(
                        "DEGRADED [the primary database server1 has no partner: if it dies now, nobody takes over until it"
                                + " is back]");
    }

    @Test
    void anAgentThatKnowsOfAnEarlierTermOnly() {
        server("server2", "r1", report("replica", "term=2 primary=server2 partner=server1#p1", CONNECTED));
        assertThat(judge()).isEqualTo("DEGRADED [server2: its agent knows of term 2 only, it is term 3]");
    }

    @Test
    void aReplicaThatStoodStill() {
        server("server2", "r1", report("replica", STATE, "\"receiving\":\"connected\",\"applying\":false"));
        assertThat(judge())
                .isEqualTo("DEGRADED [server2: the replica does not get or apply what the primary writes: says.]");
    }

    @Test
    void aReplicaThatIsBehind() {
        server("server2", "r1", report("replica", STATE, CONNECTED + ",\"lagSeconds\":\"10\""));
        assertThat(judge()).isEqualTo("WELL []");
        server("server2", "r1", report("replica", STATE, CONNECTED + ",\"lagSeconds\":\"11\""));
        assertThat(judge()).isEqualTo("DEGRADED [server2: the replica is 11 s behind]");
    }

    @Test
    void anAgentThatSaysNothing() {
        server("server2", "r1", Optional.empty());
        assertThat(judge())
                .isEqualTo(
                        "DEGRADED [server2: its database agent says nothing. Why: tandem logs server2 -u tandem-agent]");
    }

    @Test
    void anAgentThatIsPausedOrCannotAskEtcd() {
        server("server2", "r1", report("replica", STATE, CONNECTED, "\"paused\":true,\"etcd\":false"));
        assertThat(judge())
                .isEqualTo(
                        "DEGRADED [server2: etcd does not answer its database agent, which starts, promotes and gives up nothing until it does,"
                                + " server2: its database agent is paused: nobody takes over. Next: tandem db resume]");
    }

    @Test
    void anAgentThatDoesNotBelieveWhatEtcdHolds() {
        String more = "\"etcd\":false,\"doubt\":\"'term=9', because of that\"";
        server("server2", "r1", report("replica", STATE, CONNECTED, more));
        assertThat(judge())
                .isEqualTo(
                        "DEGRADED [server2: its database agent does not believe what etcd holds, so nobody takes over:"
                                + " 'term=9', because of that. Where no machine is cut off, somebody wrote there who is no agent:"
                                + " look into every voter (docs/security.md). Next: tandem db restate]");
    }

    @Test
    void aPrimaryWhoseReplicasMayLackSomething() {
        server("server1", "r1", report("primary", STATE, "\"open\":true", "\"etcd\":true,\"tainted\":true"));
        assertThat(judge())
                .isEqualTo(
                        "DEGRADED [server1: its data is not known to be its partner's: somebody killed a commit that waited."
                                + " Next: tandem db switchover, then it is copied anew]");
    }

    @Test
    void aDatabaseWhoseDiskIsNearlyFull() {
        server("server1", "r1", report("primary", STATE, "\"open\":true", "\"etcd\":true,\"diskFreeMegabytes\":1024"));
        assertThat(judge()).startsWith("WELL");
        server("server1", "r1", report("primary", STATE, "\"open\":true", "\"etcd\":true,\"diskFreeMegabytes\":1023"));
        assertThat(judge()).startsWith("DEGRADED [server1: 1023 MiB are left for its database");
    }

    @Test
    void theGravestComesFirst() {
        unit("lb2", "knot.service", "failed");
        server("server1", "r1", Optional.empty());
        assertThat(judge()).startsWith("DOWN [server1: the primary database does not take writes");
    }

    private static Optional<AgentReport> report(String role, String state, String server) {
        return report(role, state, server, "\"etcd\":true");
    }

    private static Optional<AgentReport> report(String role, String state, String server, String others) {
        return ReportText.read("{\"sentence\":\"says.\",\"role\":\"" + role + "\",\"state\":\"" + state + "\"," + others
                + ",\"mysqld\":{" + server + "}}");
    }

    private void balancer(String name, boolean owner, String server1, String server2) {
        put(
                name,
                Map.of("haproxy.service", "active"),
                owner,
                Optional.empty(),
                Map.of("server1", server1, "server2", server2),
                Optional.empty());
    }

    private void server(String name, String release, Optional<AgentReport> agent) {
        put(name, Map.of("nginx.service", "active"), false, Optional.of(release), Map.of(), agent);
    }

    private void unit(String name, String unit, String activity) {
        MachineStatus status = machines.get(name);
        put(
                name,
                Map.of(unit, activity),
                status.ownsVirtualAddress(),
                status.release(),
                status.servers(),
                status.agent());
    }

    private void put(
            String name,
            Map<String, String> units,
            boolean owner,
            Optional<String> release,
            Map<String, String> servers,
            Optional<AgentReport> agent) {
        Map<String, Instant> certificates = Map.of("web", NOW.plus(Duration.ofDays(14)));
        machines.put(
                name,
                new MachineStatus(
                        new MachineName(name),
                        Optional.empty(),
                        units,
                        owner ? List.of("10.80.0.100") : List.of(),
                        Map.of(),
                        release,
                        servers,
                        maintenance.getOrDefault(name, OptionalLong.empty()),
                        certificates,
                        agent));
    }

    private void away(String name) {
        machines.put(name, MachineStatus.unreachable(new MachineName(name), name + ": no SSH connection"));
    }

    private String judge() {
        SiteStatus status = status();
        return status.verdict() + " " + status.troubles();
    }

    private SiteStatus status() {
        List<MachineStatus> all = new ArrayList<>();
        List.of("lb1", "lb2", "server1", "server2").forEach(name -> all.add(machines.get(name)));
        return Judgement.judge(Layout.of(Sites.usual()), all, now);
    }
}
