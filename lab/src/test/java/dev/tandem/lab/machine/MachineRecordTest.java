package dev.tandem.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRecordTest {
    private static final MachineRecord RECORD =
            new MachineRecord("0123456789abcdef", Inet4Address.ofLiteral("10.77.0.11"), Map.of("/etc/hosts", "ff00"));

    @Test
    void whatIsWrittenIsRead(@TempDir Path directory) {
        Path file = directory.resolve("machine.properties");
        RECORD.write(file);
        assertThat(MachineRecord.read(file)).hasValue(RECORD);
    }

    @Test
    void aRecordThatIsNotWholeIsNone(@TempDir Path directory) {
        assertThat(MachineRecord.parse("image=0123456789abcdef\n")).isEmpty();
        assertThat(MachineRecord.parse("")).isEmpty();
        assertThat(MachineRecord.read(directory.resolve("none"))).isEmpty();
    }

    @Test
    void equalRecordsAreEqualBytes() {
        assertThat(RECORD.text()).isEqualTo("""
                image=0123456789abcdef
                address=10.77.0.11
                written./etc/hosts=ff00
                """);
    }
}
