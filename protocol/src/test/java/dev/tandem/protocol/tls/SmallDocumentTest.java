package dev.tandem.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SmallDocumentTest {
    private static final InputStream ENDLESS = new InputStream() {
        @Override
        public int read() {
            return 'x';
        }
    };

    private static String of(String text) throws IOException {
        return SmallDocument.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsSmallIsRead() throws IOException {
        String document = "{\"sentence\":\"\\\"{[ is open\",\"list\":[[1],[2]],\"größe\":\"\\\\\"}";
        assertThat(of(document)).isEqualTo(document);
    }

    @Test
    void whatHasNoEndIsNotReadToIt() {
        assertThatThrownBy(() -> SmallDocument.of(ENDLESS))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 262144 bytes came, and were not read");
        assertThatThrownBy(() -> SmallDocument.of(ENDLESS, 10)).hasMessageStartingWith("more than 10 bytes");
    }

    @Test
    void whatIsNestedWithoutAnEndIsNotParsed() {
        assertThatThrownBy(() -> of("[".repeat(33))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> of("{\"a\":".repeat(33))).isInstanceOf(IOException.class);
    }

    @Test
    void manyThingsBesideEachOtherAreNotNested() throws IOException {
        assertThat(of("[" + "{},".repeat(1000) + "{}]")).hasSize(3004);
        assertThat(of("[\"" + "[".repeat(1000) + "\"]")).hasSize(1004);
    }
}
