package dev.tandem.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.plan.LabName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DrillCommandTest {
    @Test
    void aSoakTakesADurationASeedAndAQuiet() {
        DrillCommand command = parsed("--soak", "90m", "--seed", "7", "--quiet", "80s");
        command.checkOptions();
        assertThat(command.soak).isEqualTo(Duration.ofMinutes(90));
        assertThat(command.seed).isEqualTo(7);
        assertThat(command.quiet).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void everyWayOfChoosingFaultsCanBeAged() {
        for (String way : new String[] {"machine-dies", "--all", "--random"}) {
            DrillCommand command = parsed(way, "--aged");
            command.checkOptions();
            assertThat(command.aged).isTrue();
            assertThat(command.quiet).isEqualTo(Duration.ofSeconds(24));
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        for (String[] words : new String[][] {
            {},
            {"--aged"},
            {"--soak", "5m", "--all"},
            {"--soak", "5m", "mysqld-killed"},
            {"--soak", "5m", "--aged"},
            {"aged", "--quiet", "3s"}
        }) {
            assertThatThrownBy(() -> parsed(words).checkOptions())
                    .as(String.join(" ", words))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            refused -> assertThat(refused.exit()).isEqualTo(Exit.USAGE));
        }
    }

    @Test
    void aDurationIsWrittenAsInSiteYamlAndHasAnEnd() {
        for (String wrong : new String[] {"90", "0s", "25h", "PT90M", "-5m", "1.5h"}) {
            assertThatThrownBy(() -> parsed("--soak=" + wrong))
                    .as(wrong)
                    .hasMessageContaining("is not a duration from 1s to 24h");
        }
    }

    private static DrillCommand parsed(String... words) {
        DrillCommand command = new DrillCommand(
                new LabPlace(Places.standard(), site -> LabName.ofSite(site.value()), Optional.empty()));
        new CommandLine(command).parseArgs(words);
        return command;
    }
}
