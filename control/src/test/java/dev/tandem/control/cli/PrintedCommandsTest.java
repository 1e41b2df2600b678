package dev.tandem.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.cli.start.RealSite;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A command that is printed works where the one worked that prints it. */
class PrintedCommandsTest {
    private static final PrintedCommands COMMANDS = with(Map.of("--on", "site"));

    private static PrintedCommands with(Map<String, String> options) {
        return new PrintedCommands(line().getCommandSpec(), new LinkedHashMap<>(options));
    }

    private static CommandLine line() {
        Talk silent = new Talk(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
        CommandLine line = new CommandLine(new Tandem(Path.of("."), List.of(new RealSite()), silent));
        Commands.all().forEach(line::addSubcommand);
        return line;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Next: tandem apply|Next: tandem apply --on site",
                "Next: tandem plan; tandem apply; then this again"
                        + "|Next: tandem plan --on site; tandem apply --on site; then this again",
                "tandem plan or tandem apply|tandem plan --on site or tandem apply --on site",
                "Next: tandem secret rotate JWT_SECRET|Next: tandem secret rotate --on site JWT_SECRET",
                "tandem secret rotate database-application to finish that"
                        + "|tandem secret rotate --on site database-application to finish that",
                "Why: tandem logs lb1 -u tandem-agent|Why: tandem logs --on site lb1 -u tandem-agent",
                "'tandem apply' will not|'tandem apply --on site' will not",
                "Next: tandem maintenance off.|Next: tandem maintenance --on site off.",
                "Next: tandem apply makes a new one|Next: tandem apply --on site makes a new one"
            })
    void theyNameThePlace(String text, String typed) {
        assertThat(COMMANDS.in(text)).isEqualTo(typed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Next: tandem plan --on site --take-over lb1",
                "'tandem apply --on site' makes the site.",
                "the schema tandem is the database agents' own",
                "nft list table inet tandem",
                "cat /etc/tandem plan",
                "A fault of Tandem itself",
                "lb1: its unit tandem-agent is not active",
                ""
            })
    void oneThatNamesItAndWhatIsNoCommandStayAsTheyAre(String text) {
        assertThat(COMMANDS.in(text)).isEqualTo(text);
    }

    @Test
    void aTextOfSeveralLinesKeepsThem() {
        assertThat(COMMANDS.in("a\n  tandem status\n$1 \\ tandem db status"))
                .isEqualTo("a\n  tandem status --on site\n$1 \\ tandem db status --on site");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Next: tandem plan|Next: tandem plan --file a/site.yaml",
                "tandem secret rotate --on lab NAME|tandem secret rotate --on lab --file a/site.yaml NAME",
                "tandem plan --on lab; tandem apply --on lab."
                        + "|tandem plan --on lab --file a/site.yaml; tandem apply --on lab --file a/site.yaml.",
                "'tandem apply' will not|'tandem apply --file a/site.yaml' will not",
                "tandem help db --on lab|tandem help --file a/site.yaml db --on lab"
            })
    void theyNameTheFile(String text, String typed) {
        assertThat(with(Map.of("--file", "a/site.yaml")).in(text)).isEqualTo(typed);
    }

    @Test
    void whatIsPrintedCanBePastedIntoAShell() {
        assertThat(with(Map.of("--file", "my site's.yaml")).in("Next: tandem plan"))
                .isEqualTo("Next: tandem plan --file 'my site'\\''s.yaml'");
    }

    @Test
    void whatWasNotGivenIsNotNamed() {
        assertThat(with(Map.of()).in("Next: tandem plan; tandem apply")).isEqualTo("Next: tandem plan; tandem apply");
    }
}
