package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.observe.MachineStatus.Database;
import dev.tandem.control.observe.SiteStatus.Verdict;
import dev.tandem.control.render.site.Sites;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The usual site, with one thing wrong at a time. */
class JudgementTest {
    private static final Database PRIMARY = new Database(false, Optional.empty(), false, OptionalLong.empty(), "");
    private static final Database REPLICA = new Database(true, Optional.of("10.80.0.21"), true, OptionalLong.of(0), "");

    private final Map<String, MachineStatus> machines = new HashMap<>();
    private final Map<String, OptionalLong> maintenance = new HashMap<>();

    JudgementTest() {
        balancer("lb1", true, "UP", "UP");
        balancer("lb2", false, "UP", "UP");
        server("server1", "r1", Optional.of(PRIMARY));
        server("server2", "r1", Optional.of(REPLICA));
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
                .isEqualTo("DOWN [server1: the primary database does not answer, so nobody can write,"
                        + " server1: no SSH connection]");
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
        server("server2", "r2", Optional.of(REPLICA));
        assertThat(judge()).isEqualTo("DEGRADED [the application machines run different releases: r1, r2]");
    }

    @Test
    void aReadOnlyPrimary() {
        server("server1", "r1", Optional.of(new Database(true, Optional.empty(), false, OptionalLong.empty(), "")));
        assertThat(judge()).isEqualTo("DOWN [server1: the primary is read-only, so nobody can write]");
    }

    @Test
    void aWritableReplica() {
        server("server2", "r1", Optional.of(new Database(false, Optional.of("x"), true, OptionalLong.of(0), "")));
        assertThat(judge()).isEqualTo("DEGRADED [server2: the replica is not read-only]");
    }

    @Test
    void aReplicaThatStoodStill() {
        server(
                "server2",
                "r1",
                Optional.of(new Database(true, Optional.of("x"), false, OptionalLong.empty(), "Duplicate entry")));
        assertThat(judge()).isEqualTo("DEGRADED [server2: the replica does not follow the primary: Duplicate entry]");
    }

    @Test
    void aReplicaThatIsBehind() {
        server("server2", "r1", Optional.of(new Database(true, Optional.of("x"), true, OptionalLong.of(10), "")));
        assertThat(judge()).isEqualTo("WELL []");
        server("server2", "r1", Optional.of(new Database(true, Optional.of("x"), true, OptionalLong.of(11), "")));
        assertThat(judge()).isEqualTo("DEGRADED [server2: the replica is 11 s behind]");
    }

    @Test
    void aReplicaThatDoesNotAnswer() {
        server("server2", "r1", Optional.empty());
        assertThat(judge()).isEqualTo("DEGRADED [server2: the replica does not answer]");
    }

    @Test
    void theGravestComesFirst() {
        unit("lb2", "knot.service", "failed");
        server("server1", "r1", Optional.empty());
        assertThat(judge()).startsWith("DOWN [server1: the primary database does not answer");
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

    private void server(String name, String release, Optional<Database> database) {
        put(name, Map.of("nginx.service", "active"), false, Optional.of(release), Map.of(), database);
    }

    private void unit(String name, String unit, String activity) {
        MachineStatus status = machines.get(name);
        put(
                name,
                Map.of(unit, activity),
                status.ownsVirtualAddress(),
                status.release(),
                status.servers(),
                status.database());
    }

    private void put(
            String name,
            Map<String, String> units,
            boolean owner,
            Optional<String> release,
            Map<String, String> servers,
            Optional<Database> database) {
        machines.put(
                name,
                new MachineStatus(
                        new MachineName(name),
                        Optional.empty(),
                        units,
                        owner,
                        release,
                        servers,
                        maintenance.getOrDefault(name, OptionalLong.empty()),
                        database));
    }

    private void away(String name) {
        machines.put(name, MachineStatus.unreachable(new MachineName(name), name + ": no SSH connection"));
    }

    private String judge() {
        List<MachineStatus> all = new ArrayList<>();
        List.of("lb1", "lb2", "server1", "server2").forEach(name -> all.add(machines.get(name)));
        SiteStatus status = Judgement.judge(Layout.of(Sites.usual()), all);
        Verdict verdict = status.verdict();
        return verdict + " " + status.troubles();
    }
}
