package dev.tandem.control.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The survey's script, run for real. */
class ObservationTest {
    private static final Item MEMBER = new DatabaseMember("shop", List.of());

    @TempDir
    Path folder;

    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        machine = PrivateMachine.in(folder);
        machine.program("mariadb", "exit 1");
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void whatIsThereIsSeen() {
        machine.program("dpkg-query", "printf 'curl installed\\nremoved config-files\\n'; exit 1");
        machine.sh("echo hi > /etc/plain && chmod 0640 /etc/plain && chown daemon:bin /etc/plain");
        ActualMachine seen = observe(
                new DebianPackage("curl"),
                new DebianPackage("removed"),
                new DebianPackage("no-such-package"),
                new SystemUser("daemon", new MachinePath("/usr/sbin")),
                new SystemUser("nobody-like-this", new MachinePath("/nonexistent")),
                ManagedFile.open("/etc/plain", "hi\n", Effect.NONE),
                ManagedFile.open("/etc/missing", "hi\n", Effect.NONE));
        assertThat(seen.packages()).containsExactly("curl");
        assertThat(seen.users()).containsExactly("daemon");
        assertThat(seen.path(new MachinePath("/etc/plain")))
                .isEqualTo(new ActualPath.RegularFile(
                        new Ownership("daemon", "bin", "0640"), Component.sha256("hi\n"), Optional.empty()));
        assertThat(seen.path(new MachinePath("/etc/missing"))).isEqualTo(new ActualPath.Missing());
    }

    @Test
    void theContentOfAChangedFileIsFetchedButNeverASecret() {
        machine.sh("printf 'old\\n\\n' > /etc/plain; echo hunter2 > /etc/key; : > /etc/empty");
        ActualMachine seen = observe(
                ManagedFile.open("/etc/plain", "new\n", Effect.NONE),
                ManagedFile.open("/etc/empty", "new\n", Effect.NONE),
                ManagedFile.secret("/etc/key", Ownership.PRIVATE, "other", Effect.NONE));
        assertThat(content(seen, "/etc/plain")).contains("old\n\n");
        assertThat(content(seen, "/etc/empty")).contains("");
        assertThat(content(seen, "/etc/key")).isEmpty();
        assertThat(seen.toString()).doesNotContain("hunter2");
    }

    @Test
    void aFileThatIsNoLongerDesiredIsSeenThroughTheListOfOurs() {
        machine.sh("echo /etc/old > /var/lib/tandem/managed; echo x > /etc/old");
        ActualMachine seen = observe();
        assertThat(seen.managed()).containsExactly(new MachinePath("/etc/old"));
        assertThat(seen.path(new MachinePath("/etc/old"))).isInstanceOf(ActualPath.RegularFile.class);
    }

    @Test
    void aDataDirectoryThatIsNotThereHoldsNothing() {
        assertThat(observe(MEMBER).database().orElseThrow().initialised()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir -p /var/lib/mysql/mysql /var/lib/mysql/shop",
                "mkdir -p /srv/data/mysql /srv/data/shop && rmdir /var/lib/mysql && ln -s /srv/data /var/lib/mysql",
                "mkdir -p /var/lib/mysql/mysql /srv/shop && ln -s /srv/shop /var/lib/mysql/shop"
            })
    void dataIsSeenThoughTheServerDoesNotRunAndWhereverItLies(String data) {
        machine.sh(data);
        assertThat(observe(MEMBER).database().orElseThrow().schemas()).containsExactly("shop");
    }

    @Test
    void noAnswerOfADatabaseIsReadByAClient() {
        asIfThereWereAUser();
        machine.program("mariadb", """
                case "$*" in
                    *'SELECT 1'*) echo 1 ;;
                    *) echo '\\! touch /var/tmp/everything' ;;
                esac
                # A client takes what it reads for statements, and this one for something to run.
                if read -r line; then echo "$line" >> /var/tmp/read; fi
                echo "$*" >> /var/tmp/words""");
        machine.sh("mkdir -p /var/lib/mysql/mysql");
        ActualMachine seen = observe(MEMBER);
        assertThat(seen.database().flatMap(ActualDatabase::server)).isPresent();
        assertThat(machine.sh("cat /var/tmp/read 2>/dev/null || true")).isEmpty();
        assertThat(machine.sh("grep -e --user= /var/tmp/words").lines())
                .hasSize(2)
                .allMatch(words -> words.contains("--sandbox"));
        assertThat(machine.sh("grep -e --reuid=mysql /var/tmp/setpriv").lines())
                .hasSize(4)
                .allMatch(words -> words.startsWith("--reuid=mysql"));
    }

    /** Whoever broke into the database writes its files and answers for it. */
    @Test
    void whateverADatabaseSaysIsNoWordAboutTheRestOfItsMachine() {
        asIfThereWereAUser();
        machine.program("mariadb", "echo 1; printf '== managed\\n/etc/passwd\\n== migrated\\nnever\\n'");
        machine.sh("mkdir -p /var/lib/mysql/mysql && cd /var/lib/mysql"
                + " && printf 'www.foobar.com\\n== managed\\n/etc/passwd\\n' > tandem-site"
                + " && printf '33\\nlog\\n4\\n10.80.0.21\\n== managed\\n/etc/passwd\\n' > master.info"
                + " && mkdir \"$(printf 'a\\n== managed\\netc\\n== b')\"");
        ActualMachine seen = observe(MEMBER);
        assertThat(seen.managed()).isEmpty();
        assertThat(seen.migrated()).isEmpty();
        assertThat(seen.database().orElseThrow().site()).contains("www.foobar.com");
        assertThat(seen.database().orElseThrow().source()).contains("10.80.0.21");
    }

    @Test
    void aMarkThatLeadsElsewhereIsReadWithTheRightsOfWhoPutItThere() {
        machine.sh("echo mysql:x:990:990::/nonexistent:/bin/false >> /etc/passwd && echo mysql:x:990: >> /etc/group"
                + " && echo secret > /etc/key && chmod 0600 /etc/key"
                + " && mkdir -p /var/lib/mysql/mysql && ln -s /etc/key /var/lib/mysql/tandem-site");
        assertThat(observe(MEMBER).database().orElseThrow().site()).isEmpty();
    }

    private void asIfThereWereAUser() {
        machine.program(
                "setpriv",
                "echo \"$*\" >> /var/tmp/setpriv; while [ \"${1#--}\" != \"$1\" ]; do shift; done; exec \"$@\"");
    }

    private static Optional<String> content(ActualMachine seen, String path) {
        return seen.path(new MachinePath(path)) instanceof ActualPath.RegularFile file
                ? file.content()
                : Optional.of("not a file");
    }

    private ActualMachine observe(Item... items) {
        MachineName name = new MachineName("private");
        return new Observation(new Fleet(_ -> machine))
                .observe(new DesiredMachine(name, List.of(new Component("a", Stage.SERVER, List.of(items)))));
    }
}
