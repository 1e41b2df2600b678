package dev.tandem.control.render.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.DomainName;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentFileTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\u00b6',
            value = {
                "plain,NAME=\"plain\"",
                "two words # no comment,NAME=\"two words # no comment\"",
                "a\"b,NAME=\"a\\\"b\"",
                "a\\b,NAME=\"a\\\\b\"",
                "$HOME,NAME=\"\\$HOME\"",
                "`id`,NAME=\"\\`id\\`\"",
                "it's,NAME=\"it's\""
            })
    void whatMeansSomethingToSystemdOrAShellIsEscaped(String value, String line) {
        String text = EnvironmentFile.of(new DomainName("www.foobar.com"), Map.of("NAME", value));
        assertThat(text.lines().skip(1)).containsExactly(line);
    }
}
