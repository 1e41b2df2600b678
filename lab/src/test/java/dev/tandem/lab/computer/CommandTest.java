package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void inputGoesInAndOutputComesOut() {
        assertThat(Command.of("cat").reading("hello\n").run()).isEqualTo("hello\n");
    }

    @Test
    void aFailureCarriesCommandExitCodeLastWordsAndAdvice() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Command.of("sh", "-c", "echo no such thing >&2; exit 3")
                        .hinting("look again")
                        .run())
                .withMessage(
                        "`sh -c echo no such thing >&2; exit 3` ended with exit code 3: no such thing [look again]");
    }

    @Test
    void aCommandThatHangsIsEnded() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() ->
                        Command.of("sleep", "60").within(Duration.ofMillis(50)).run())
                .withMessageContaining("did not end within");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Command.of("no-such-program-here").run())
                .withMessageContaining("`no-such-program-here` could not be started");
    }

    @Test
    void aQuestionHasAnAnswer() {
        assertThat(Command.of("true").succeeds()).isTrue();
        assertThat(Command.of("false").succeeds()).isFalse();
    }
}
