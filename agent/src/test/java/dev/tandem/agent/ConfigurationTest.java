package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String OF_A_SERVER = """
            site=www.foobar.com
            machine=server1
            address=10.80.0.21
            port=8010
            identity=/etc/tandem/agent.pem
            authority=/etc/tandem/authority.pem
            consensus=10.80.0.11:2379, 10.80.0.21:2379, 10.80.0.22:2379
            databases=server1=10.80.0.21,server2=10.80.0.22
            routers=server1=10.80.0.21,server3=10.80.0.23
            roles=web,app,database
            """;

    @TempDir
    private Path folder;

    private Configuration read(String text) throws IOException {
        return Configuration.read(Files.writeString(folder.resolve("agent.properties"), text));
    }

    @Test
    void itSaysWhichMachinesThereAre() throws IOException {
        Configuration configuration = read(OF_A_SERVER);
        assertThat(configuration.databases().keySet())
                .as("in the file's order, which is the order of the machines' numbers")
                .containsExactly(new MachineName("server1"), new MachineName("server2"));
        assertThat(configuration.otherDatabases()).containsExactly(new MachineName("server2"));
        assertThat(configuration.agents())
                .containsExactlyInAnyOrder(
                        new MachineName("server1"), new MachineName("server2"), new MachineName("server3"));
        assertThat(configuration.hasDatabase()).isTrue();
        assertThat(configuration.hasApplication()).isTrue();
    }

    @Test
    void itKnowsItsOwnVoter() throws IOException {
        assertThat(read(OF_A_SERVER).ownVoter()).contains(new InetSocketAddress("10.80.0.21", 2379));
        assertThat(read(OF_A_SERVER.replace("address=10.80.0.21", "address=10.80.0.2"))
                        .ownVoter())
                .as("another machine's address begins in the same way")
                .isEmpty();
    }

    @Test
    void aRoleIsAWholeWord() throws IOException {
        assertThat(read(OF_A_SERVER.replace("roles=web,app,database", "roles=web, databases"))
                        .hasDatabase())
                .isFalse();
        assertThat(read(OF_A_SERVER.replace("roles=web,app,database", "roles=web, database"))
                        .hasDatabase())
                .isTrue();
    }

    @Test
    void aFileFromBeforeTheLimitHasTheUsualOne() throws IOException {
        assertThat(read(OF_A_SERVER).replicaLag()).isEqualTo(Timing.REPLICA_LAG);
        assertThat(read(OF_A_SERVER + "replica-lag.seconds=0\n").replicaLag()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"site", "machine", "address", "port", "identity", "authority", "consensus", "databases"})
    void whatIsMissingIsNamed(String key) {
        assertThatThrownBy(() -> read(OF_A_SERVER.replaceFirst("(?m)^" + key + "=.*$", key + "=  ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the agent's configuration has no " + key);
    }

    @Test
    void aMachineWithoutAnAddressIsNamed() {
        assertThatThrownBy(() -> read(OF_A_SERVER.replace("server2=", "server2:")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("databases has 'server2:10.80.0.22', which is not machine=address");
    }
}
