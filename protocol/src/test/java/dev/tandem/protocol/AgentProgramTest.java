package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentProgramTest {
    @Test
    void aCommandNamesProgramVerbAndConfiguration() {
        assertThat(AgentProgram.command("/opt/tandem/agent/5c77", AgentProgram.SPEAKS, "5"))
                .startsWith("java")
                .endsWith(
                        "-jar",
                        "/opt/tandem/agent/5c77/agent.jar",
                        "speaks",
                        "/etc/tandem/agent/agent.properties",
                        "5");
    }
}
