package dev.tandem.agent.mariadb.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What mysqld puts under a name leads root nowhere. */
@Timeout(20)
class SmallFileTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path roots;

    @BeforeEach
    void name() throws IOException {
        file = folder.resolve("tandem-site");
        roots = Files.writeString(folder.resolve("shadow"), "root:secret");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        SmallFile.write(file, "one\n");
        SmallFile.write(file, "www.foobar.com\n");
        assertThat(SmallFile.read(file)).isEqualTo("www.foobar.com\n");
    }

    @Test
    void whatALinkLeadsToIsNeitherReadNorWritten() throws IOException {
        Files.createSymbolicLink(file, roots);
        assertThatThrownBy(() -> SmallFile.read(file)).isInstanceOf(IOException.class);
        SmallFile.write(file, "www.foobar.com\n");
        assertThat(roots).hasContent("root:secret");
        assertThat(file).isRegularFile().hasContent("www.foobar.com\n");
    }

    @Test
    void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> SmallFile.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void aLongOneIsRefused() throws IOException {
        Files.writeString(file, "x".repeat(64 * 1024 + 1));
        assertThatThrownBy(() -> SmallFile.read(file)).hasMessageContaining("longer than 65536 bytes");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> SmallFile.read(file)).isInstanceOf(IOException.class);
    }
}
