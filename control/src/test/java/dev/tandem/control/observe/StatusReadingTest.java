package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status script, run for real; MariaDB and systemd answer as they were seen to. */
class StatusReadingTest {
    private static final MachineName ALL = new MachineName("all");
    private static final DesiredMachine DESIRED = new DesiredMachine(
            ALL,
            List.of(new Component(
                    "demo", Stage.SERVER, List.of(Unit.running("nginx.service"), Unit.running("knot.service")))));

    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        machine = PrivateMachine.in(folder);
        machine.program("mariadb", "exit 1");
        machine.program("ip", "exit 0");
        machine.program(
                "systemctl",
                "printf 'Id=nginx.service\\nActiveState=active\\n\\nId=knot.service\\nActiveState=failed\\n'");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void everyUnitHasItsState() {
        assertThat(read().units()).isEqualTo(Map.of("nginx.service", "active", "knot.service", "failed"));
    }

    @Test
    void anAgentThatDoesNotRunSaysNothing() {
        assertThat(read().agent()).isEmpty();
    }

    @Test
    void whatTheAgentSaidAMomentAgoCounts() {
        machine.sh("mkdir -p /run/tandem-agent && printf '{\n\t\"sentence\": \"waits.\",\n\t\"role\": \"stopped\"\n}\n'"
                + " > /run/tandem-agent/status.json");
        assertThat(read().agent().orElseThrow().sentence()).isEqualTo("waits.");
        machine.sh("touch -d '10 seconds ago' /run/tandem-agent/status.json");
        assertThat(read().agent()).isEmpty();
    }

    @Test
    void theLiveReleaseIsWhereItsLinkLeads() {
        machine.sh("mkdir -p /srv/www.foobar.com && ln -s releases/2f337bbfae29 /srv/www.foobar.com/current");
        assertThat(read().release()).contains("2f337bbfae29");
    }

    @Test
    void theOwnerOfTheVirtualAddressIsWhoHasItOnAnInterface() {
        assertThat(read().ownsVirtualAddress()).isFalse();
        machine.program("ip", "case \"$*\" in *'to 10.80.0.100') echo 'eth0 UP 10.80.0.100/32' ;; esac");
        assertThat(read().ownsVirtualAddress()).isTrue();
    }

    @Test
    void everyCertificateOnTheMachineHasItsEnd() {
        machine.sh(
                "mkdir -p /etc/ssl/tandem && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
                        + " -keyout /etc/ssl/tandem/web.pem -out /etc/ssl/tandem/web.crt -days 30 -subj /CN=test 2>/dev/null"
                        + " && cat /etc/ssl/tandem/web.crt >> /etc/ssl/tandem/web.pem && touch /etc/ssl/tandem/none.pem");
        assertThat(read().certificates()).containsOnlyKeys("web");
        assertThat(read().certificates().get("web"))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
    }

    private MachineStatus read() {
        return new StatusReading(new Fleet(_ -> machine), Layout.of(Sites.single()))
                .read(List.of(DESIRED), Instant.EPOCH)
                .machines()
                .getFirst();
    }
}
