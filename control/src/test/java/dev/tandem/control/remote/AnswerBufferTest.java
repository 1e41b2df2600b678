package dev.tandem.control.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What machines answer is bounded, whoever answers. */
class AnswerBufferTest {
    @Test
    void anAnswerIsKeptWhole() throws IOException {
        AnswerBuffer buffer = new AnswerBuffer();
        buffer.write("grüße\n".getBytes(StandardCharsets.UTF_8));
        buffer.write('x');
        assertThat(buffer.text()).isEqualTo("grüße\nx");
    }

    @Test
    void anAnswerWithoutEndEnds() throws IOException {
        AnswerBuffer buffer = new AnswerBuffer();
        byte[] megabyte = new byte[1024 * 1024];
        for (int count = 0; count < AnswerBuffer.MOST_BYTES / megabyte.length; count++) {
            buffer.write(megabyte);
        }
        assertThatIOException().isThrownBy(() -> buffer.write(megabyte)).withMessage("more than 32 MiB came back");
    }

    @Test
    void everyAnswerThatIsReadAsTextIsBounded() {
        String tooMuch = "x".repeat(AnswerBuffer.MOST_BYTES + 1);
        FakeRemote endless = new FakeRemote(new MachineName("server1"), _ -> new Completed(0, tooMuch, ""));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> endless.run(RemoteCommand.of("look", "true")))
                .withMessageContaining("more than 32 MiB came back");
    }

    @Test
    void linesEndAsOnAnySystem() throws IOException {
        assertThat(lines("a\nb\r\nc\rd\n\ne")).containsExactly("a", "b", "c", "d", "", "e");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void aLineWithoutEndComesInPieces() throws IOException {
        assertThat(lines("x".repeat(2 * Lines.LONGEST + 1)).stream().map(String::length))
                .containsExactly(Lines.LONGEST, Lines.LONGEST, 1);
    }

    private static List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        Lines.read(new StringReader(text), lines::add);
        return lines;
    }
}
