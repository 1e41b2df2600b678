package dev.tandem.protocol.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySocketTest {
    @Test
    void readinessArrivesAtASocketWithAPath(@TempDir Path directory) throws Throwable {
        String socket = directory.resolve("notify").toString();
        try (FakeSystemd systemd = new FakeSystemd(socket)) {
            ServiceManager.from(Map.of("NOTIFY_SOCKET", socket)).ready("serving\nrelease 7");
            assertThat(systemd.heard()).isEqualTo("READY=1\nSTATUS=serving release 7");
        }
    }

    @Test
    void stoppingArrivesAtAnAbstractSocket() throws Throwable {
        String socket = "@tandem-test-" + ProcessHandle.current().pid();
        try (FakeSystemd systemd = new FakeSystemd(socket)) {
            ServiceManager.from(Map.of("NOTIFY_SOCKET", socket)).stopping("draining");
            assertThat(systemd.heard()).isEqualTo("STOPPING=1\nSTATUS=draining");
        }
    }

    @Test
    void aNameThatCannotBeASocketIsRefused() {
        assertThatThrownBy(() -> new NotifySocket("vsock:2:1234"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a path nor an abstract name");
        assertThatThrownBy(() -> new NotifySocket("/" + "x".repeat(108))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServiceGoesOnWhenItsManagerDoesNotListen() {
        ServiceManager absent = ServiceManager.from(Map.of("NOTIFY_SOCKET", "/nowhere/at/all"));
        assertThatCode(() -> absent.stopping("still here")).doesNotThrowAnyException();
        ServiceManager unset = ServiceManager.from(Map.of());
        assertThatCode(() -> unset.ready("still here")).doesNotThrowAnyException();
    }
}
