package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.control.plan.Change;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.actual.ActualUnit;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of real Debian 13 machines (MariaDB 11.8); passwords' hashes and secret files' sums are not the real ones. */
class SurveyAnswerTest {
    private static final Optional<ClusterState> PAIR =
            Optional.of(ClusterState.parse("term=3 primary=server1 partner=server2#p1"));

    private final ActualMachine primary = SurveyAnswer.read(Captured.lines("survey-primary.txt"));
    private final ActualMachine replica = SurveyAnswer.read(Captured.lines("survey-replica.txt"));

    @Test
    void whatIsNotInstalledAndWhoDoesNotExistIsNotThere() {
        assertThat(primary.packages()).containsExactlyInAnyOrder("haproxy", "mariadb-server");
        assertThat(primary.users()).containsExactly("tandem-app");
    }

    @Test
    void filesHaveOwnersModesAndSums() {
        assertThat(path("/etc/tandem/runner.env"))
                .isEqualTo(new ActualPath.RegularFile(Ownership.PRIVATE, "0".repeat(62) + "ff", Optional.empty()));
        assertThat(path("/etc/tandem")).isEqualTo(new ActualPath.DirectoryFound(new Ownership("root", "root", "0700")));
        assertThat(path("/srv/www.foobar.com/current")).isEqualTo(new ActualPath.LinkFound("releases/2f337bbfae29"));
        assertThat(path("/dev/null")).isEqualTo(new ActualPath.Other("c"));
        assertThat(path("/nowhere")).isEqualTo(new ActualPath.Missing());
    }

    @Test
    void unitsAreKnownEnabledAndActiveEachForItself() {
        assertThat(primary.unit("mariadb.service")).isEqualTo(new ActualUnit(true, true, "active"));
        assertThat(primary.unit("haproxy.service")).isEqualTo(new ActualUnit(true, false, "inactive"));
        assertThat(primary.unit("nosuch.service")).isEqualTo(new ActualUnit(false, false, "inactive"));
        assertThat(primary.unit("systemd-sysctl.service"))
                .as("static units cannot be enabled")
                .isEqualTo(new ActualUnit(true, true, "active"));
    }

    @Test
    void whatTandemRemembersThereIsRead() {
        assertThat(primary.managed()).hasSize(13).contains(new MachinePath("/etc/nginx/nginx.conf"));
        assertThat(primary.applied("nginx"))
                .isEqualTo(new AppliedFingerprints(
                        "aa46e475889fcba32472deb018f370e6",
                        "e3b0c44298fc1c149afbf4c8996fb924",
                        List.of("nginx.service")));
        assertThat(primary.applied("never")).isEqualTo(AppliedFingerprints.NONE);
        assertThat(primary.migrated()).contains("2f337bbfae29");
        assertThat(replica.migrated()).isEmpty();
    }

    @Test
    void aPrimaryFollowsNobodyAndItsAgentSaysSo() {
        ActualDatabase database = primary.database().orElseThrow();
        assertThat(database.schemas()).containsExactly("conduit");
        assertThat(database.initialised()).isTrue();
        assertThat(database.site()).contains("www.foobar.com");
        assertThat(database.source()).isEmpty();
        assertThat(database.agent())
                .contains(new ActualAgent("primary, with its partner.", PAIR, true, "primary", true, false));
    }

    @Test
    void grantsGoWithTheirAccount() {
        ActualDatabase.Server server =
                primary.database().flatMap(ActualDatabase::server).orElseThrow();
        assertThat(server.grants()).hasSize(6);
        assertThat(server.grants().get("`tandem_application`@`10.80.0.21`"))
                .containsExactly(
                        "GRANT USAGE ON *.* TO `tandem_application`@`10.80.0.21` IDENTIFIED BY PASSWORD"
                                + " '*0123456789ABCDEF0123456789ABCDEF01234567'",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON `conduit`.* TO `tandem_application`@`10.80.0.21`");
    }

    @Test
    void aReplicaSaysWhomItFollows() {
        ActualDatabase database = replica.database().orElseThrow();
        assertThat(database.source()).contains("10.80.0.21");
        assertThat(database.agent().orElseThrow().isWell(new MachineName("server2")))
                .isTrue();
    }

    @Test
    void anAgentThatSaysNothingOrHalfOfItIsNone() {
        for (String report : List.of("", "{\"machine\":\"server1\",\"sen")) {
            assertThat(SurveyAnswer.read(List.of("== data", "== agent", " " + report))
                            .database()
                            .orElseThrow()
                            .agent())
                    .isEmpty();
        }
    }

    @Test
    void anAgentThatKnowsOfNoDecisionSaysWhetherItCouldKnow() {
        ActualAgent agent = SurveyAnswer.read(List.of(
                        "== data",
                        "== agent",
                        " {\"sentence\":\"waits.\",\"state\":null,\"role\":\"none\",\"etcd\":true}"))
                .database()
                .orElseThrow()
                .agent()
                .orElseThrow();
        assertThat(agent).isEqualTo(new ActualAgent("waits.", Optional.empty(), true, "none", false, false));
    }

    @Test
    void aMachineWithoutAnythingOfTandemIsEmpty() {
        ActualMachine bare = SurveyAnswer.read(List.of(
                "== packages",
                "== users",
                "== managed",
                "== paths",
                "== sums",
                "== units",
                "== applied",
                "== migrated"));
        assertThat(bare.managed()).isEmpty();
        assertThat(bare.database()).isEmpty();
    }

    @Test
    void aDataDirectoryWithoutAServerIsNotAnEmptyOne() {
        ActualDatabase stopped = SurveyAnswer.read(List.of("== data", " initialised", " schema shop"))
                .database()
                .orElseThrow();
        assertThat(stopped.server()).isEmpty();
        assertThat(stopped.holdsData()).isTrue();
    }

    @Test
    void whatStandsBelowAHeadingIsNeverOne() {
        ActualMachine machine = SurveyAnswer.read(List.of(
                "== managed",
                " /etc/nginx/nginx.conf",
                "== data",
                " site www.foobar.com",
                " == managed",
                " /etc/passwd"));
        assertThat(machine.managed()).containsExactly(new MachinePath("/etc/nginx/nginx.conf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\! touch /tmp/everything",
                "GRANT USAGE ON *.* TO `tandem_a`\\! touch /tmp/everything `@`localhost`",
                "GRANT USAGE ON *.* TO `tandem_a`@`localhost\\! touch /tmp/everything `",
                "GRANT USAGE ON *.* TO `tandem_a`; DROP SCHEMA `conduit`; -- `@`localhost`",
                " TO `",
                ""
            })
    void whatIsNoGrantOfAnAccountNamesNone(String line) {
        ActualMachine machine = SurveyAnswer.read(List.of("== data", "== server", "== grants", " " + line));
        assertThat(machine.database()
                        .flatMap(ActualDatabase::server)
                        .orElseThrow()
                        .grants())
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Change.DropAccount(line));
    }

    private ActualPath path(String path) {
        return primary.path(new MachinePath(path));
    }
}
