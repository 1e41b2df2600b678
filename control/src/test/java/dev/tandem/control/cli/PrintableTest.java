package dev.tandem.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine in other hands says nothing to a terminal but text. */
class PrintableTest {
    @Test
    void textStays() {
        String text = "server1: primary, 12 % — grüße, 日本語, \ud83d\ude80\n\tnext line";
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", "\u0000", "\u0007", "\b", "\r", "\u007f", "\u009b", "\u0085", "\u202e", "\u2066", "\u200f",
                "\u2028"
            })
    void whatATerminalWouldActUponIsReplaced(String character) {
        assertThat(Printable.of("a" + character + "b")).isEqualTo("a\ufffdb");
    }

    @Test
    void aLineOfAnotherSystemIsALine() {
        assertThat(Printable.of("a\r\nb")).isEqualTo("a\nb");
    }

    @Test
    void whatIsSaidIsPrintableAndHasNoColoursButItsOwn() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Talk talk = new Talk(new PrintStream(said, true, StandardCharsets.UTF_8), true);
        talk.line("a\u001b[2Kb");
        talk.bad("c\u001b[1Ad");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("a\ufffd[2Kb\n\u001b[31mc\ufffd[1Ad\u001b[0m\n");
    }

    @Test
    void aDocumentMeansTheSame() {
        assertThat(Printable.json("{\n\t\"a\": \"x\u009by\u202ez\"}")).isEqualTo("{\n\t\"a\": \"x\\u009by\\u202ez\"}");
    }
}
