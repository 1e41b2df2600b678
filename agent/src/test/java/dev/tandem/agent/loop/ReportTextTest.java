package dev.tandem.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.protocol.AgentReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    /** As an agent wrote it before the report was one record for all who read it. */
    private static final String OLDER = "{\"machine\":\"server1\",\"time\":\"2026-11-30T21:04:05.678901Z\","
            + "\"sentence\":\"primary, with its partner.\",\"term\":3,"
            + "\"state\":\"term=3 primary=server1 partner=server2#p2\",\"role\":\"primary\",\"mysqld\":{\"running\":true,"
            + "\"open\":true,\"semiSync\":true,\"incarnation\":\"p1\",\"binlog\":\"0-1-17\",\"received\":\"0-1-17\","
            + "\"source\":null,\"receiving\":\"stopped\",\"applying\":false,\"lagSeconds\":\"\",\"unwritable\":null},"
            + "\"gate\":\"lease\",\"etcd\":true,\"paused\":false,\"tainted\":false,\"peers\":[\"server2\"],"
            + "\"diskFreeMegabytes\":20480,\"request\":0,\"notSwitched\":null,\"doubt\":null}";

    @Test
    void anOlderAgentsTextIsReadAndWrittenAsItIs() throws IOException {
        AgentReport report = ReportText.read(OLDER);
        assertThat(report.serves()).isTrue();
        assertThat(ReportText.of(report)).isEqualTo(OLDER);
    }

    @Test
    void everyWordOfTheAgentIsAWordOfTheReport() {
        assertThat(names(AgentReport.Gate.values())).containsAll(names(Gate.Mode.values()));
        assertThat(names(AgentReport.Receiving.values())).containsAll(names(DatabaseStatus.Receiving.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
