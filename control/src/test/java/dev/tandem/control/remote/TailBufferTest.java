package dev.tandem.control.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TailBufferTest {
    private static final int CAPACITY = 64 * 1024;

    private final TailBuffer buffer = new TailBuffer();

    @Test
    void aShortTextIsKeptWhole() throws IOException {
        write("grüße\n");
        assertThat(buffer.text()).isEqualTo("grüße\n");
    }

    @Test
    void nothingIsNothing() {
        assertThat(buffer.text()).isEmpty();
    }

    @Test
    void ofALongTextTheEndIsKept() throws IOException {
        write("x".repeat(CAPACITY));
        assertThat(buffer.text()).hasSize(CAPACITY);
        write("the end");
        assertThat(buffer.text()).hasSize(CAPACITY).startsWith("xxx").endsWith("xthe end");
    }

    @Test
    void itMayGoRoundManyTimes() throws IOException {
        for (int line = 0; line < 30_000; line++) {
            write("line " + line + "\n");
        }
        assertThat(buffer.text()).endsWith("line 29998\nline 29999\n").doesNotContain("line 10000\n");
    }

    private void write(String text) throws IOException {
        buffer.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
