package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.RemoteCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are where they are needed and readable for nobody else. */
@OnTheSite
class SecretsTest {
    /** Where every file is looked into that anyone on the machine may read. */
    private static final String FOLDERS = "/etc /srv /opt /var /usr/local /run /tmp /root /home";

    @ParameterizedTest
    @ValueSource(strings = {"lb1", "lb2", "server1", "server2"})
    void nothingThatAnyoneMayReadHoldsASecret(String machine, SiteUnderTest site) throws IOException {
        List<String> secrets = secrets(site);
        assertThat(secrets)
                .as("secrets of this site")
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(each -> each.length() > 30);

        assertThat(search(site, machine, secrets, "cat /etc/tandem/* /etc/knot/transfer-key.conf 2>/dev/null"))
                .as("where they belong: the search finds what is there")
                .isNotEmpty();
        assertThat(search(site, machine, secrets, "ps -eww -o args"))
                .as("process lists")
                .isEmpty();
        assertThat(search(site, machine, secrets, "journalctl --no-pager --quiet --output=cat"))
                .as("the journal")
                .isEmpty();
        assertThat(search(site, machine, secrets, "systemctl show --no-pager '*'"))
                .as("what systemd tells anyone of its units")
                .isEmpty();
        assertThat(search(
                        site,
                        machine,
                        secrets,
                        "find " + FOLDERS + " -xdev -type f -perm -o=r -print0 | xargs -0 cat 2>/dev/null"))
                .as("files that anyone may read")
                .isEmpty();
    }

    @Test
    void neitherUpNorPlanTellsASecret(SiteUnderTest site) throws IOException {
        site.disturb();
        site.on("server1", "echo MINE=1 >> /etc/tandem/runner.env");
        site.on("lb1", "echo '# mine' >> /etc/knot/transfer-key.conf");
        String said = site.firstUp() + "\n" + site.tandem("plan") + "\n" + site.tandem("plan", "--json") + "\n"
                + site.tandem("apply", "--json");

        assertThat(said).contains("/etc/tandem/runner.env").contains("/etc/knot/transfer-key.conf");
        assertThat(secrets(site)).noneMatch(said::contains);
    }

    @Test
    void onlyTheirOwnerReadsThemOnThisSide(SiteUnderTest site) throws IOException {
        try (Stream<Path> walk = Files.walk(site.vault().resolve("secrets"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    private static List<String> secrets(SiteUnderTest site) throws IOException {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(site.vault().resolve("secrets"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                secrets.add(Files.readString(file).strip());
            }
        }
        return secrets;
    }

    /** Which lines of what a command prints hold a secret. The secrets go in by standard input: this test keeps the rule, too. */
    private static List<String> search(SiteUnderTest site, String machine, List<String> secrets, String command) {
        Completed completed = site.remote(machine)
                .run(RemoteCommand.script(
                                "look for secrets",
                                "umask 077; cat > /root/secrets; trap 'rm -f /root/secrets' EXIT; { " + command
                                        + " ; } | grep --text --fixed-strings --file=/root/secrets || [ $? = 1 ]")
                        .reading(String.join("\n", secrets) + "\n")
                        .within(Duration.ofMinutes(1)));
        assertThat(completed.exit()).as(completed.errors()).isZero();
        return completed.lines();
    }
}
