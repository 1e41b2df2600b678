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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are where they are needed and readable for nobody else. */
@OnTheSite
class SecretsTest {
    /** Where every file is looked into that anyone on the machine may read. */
    private static final String FOLDERS = "/etc /srv /opt /var /usr/local /run /tmp /root /home";

    private static final String WATCH =
            "while [ -e /run/watch ]; do cat /proc/[0-9]*/cmdline 2>/dev/null; sleep 0.05; done"
                    + " | tr '\\000' '\\n' | sort -u > /run/watched.new; mv /run/watched.new /run/watched";

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

    /** Everything that anyone on a machine could list while a password is made, sent, set and told to a replica. */
    @Test
    void noProcessIsStartedWithASecretWhileOneIsReplaced(SiteUnderTest site) throws IOException {
        site.disturb();
        Set<String> all = new TreeSet<>(secrets(site));
        for (String machine : SiteUnderTest.MACHINES) {
            site.on(machine, "umask 077; touch /run/watch; setsid sh -c \"" + WATCH + "\" > /dev/null 2>&1 &");
        }
        String said = "";
        try {
            Ran rotate = site.tandem("secret", "rotate", "database-replication").exits(0);
            said = rotate.output() + rotate.errors();
            all.addAll(secrets(site));
        } finally {
            SiteUnderTest.MACHINES.forEach(machine -> site.on(machine, "rm -f /run/watch"));
        }
        assertThat(all).hasSizeGreaterThan(secrets(site).size());
        assertThat(all).noneMatch(said::contains);
        for (String machine : SiteUnderTest.MACHINES) {
            SiteUnderTest.await(
                    "the watch on " + machine + " has ended",
                    Duration.ofSeconds(10),
                    () -> site.trying(machine, "test -s /run/watched && echo yes")
                            .equals("yes"));
            assertThat(site.on(machine, "grep -c tandem /run/watched || true"))
                    .as("the watch on " + machine + " saw the apply's own processes")
                    .isNotEqualTo("0");
            assertThat(search(site, machine, List.copyOf(all), "cat /run/watched; rm -f /run/watched"))
                    .as(machine)
                    .isEmpty();
        }
    }

    @Test
    void theEnvironmentOfAProcessIsItsOwners(SiteUnderTest site) {
        String runner = site.on("server1", "systemctl show -P MainPID tandem-runner");
        assertThat(site.on("server1", "tr '\\0' '\\n' < /proc/$1/environ | grep -c PASSWORD", runner))
                .isEqualTo("1");
        for (String somebody : List.of("nobody", "www-data", "mysql")) {
            assertThat(site.on(
                            "server1",
                            "setpriv --reuid=$1 --regid=nogroup --clear-groups cat /proc/$2/environ 2>&1 || true",
                            somebody,
                            runner))
                    .as(somebody)
                    .contains("Permission denied");
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
