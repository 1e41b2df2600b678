package dev.tandem.control.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.CapturedStreams;
import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.FakePlace;
import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.cli.start.RealSite;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.SocketOpener;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tandem db} says and does, with agents that answer from memory. */
@Isolated("it takes over standard output")
class DbCommandsTest {
    private static final String PRIMARY = report(
            "primary, with its partner.",
            "primary",
            "term=3 primary=server1 partner=server2#p1",
            "\"open\":true,\"running\":true");
    private static final String REPLICA = report(
            "replica, and the partner of server1.",
            "replica",
            "term=3 primary=server1 partner=server2#p1",
            "\"running\":true,\"source\":\"server1\",\"receiving\":\"connected\",\"applying\":true,\"lagSeconds\":\"0\"");

    /** Of a machine that cannot be asked. */
    private static final String AWAY = "away";

    @TempDir
    Path folder;

    private final CapturedStreams streams = new CapturedStreams();
    private final Map<String, String> reports = new HashMap<>(Map.of("server1", PRIMARY, "server2", REPLICA));
    private final List<String> orders = new ArrayList<>();
    private Completed answer = new Completed(0, "", "server2 is primary of term 4.");

    @BeforeEach
    void aSite() throws IOException {
        Files.copy(Path.of("src", "test", "resources", "sites", "least.yaml"), folder.resolve("site.yaml"));
    }

    @AfterEach
    void consoleAgain() {
        streams.close();
    }

    @Test
    void statusSaysWhoIsWhatAndEachAgentsSentence() {
        assertThat(run("db", "status")).isZero();
        assertThat(streams.output().lines())
                .containsExactly(
                        "Term 3: primary server1, partner server2",
                        "  server1  primary, term 3, takes writes, gate lease",
                        "           primary, with its partner.",
                        "  server2  replica, term 3, read-only, from server1: connected, lag 0 s, gate lease",
                        "           replica, and the partner of server1.");
    }

    @Test
    void statusOfAPairOfWhichOneSaysNothingIsDegraded() {
        reports.put("server2", "");
        assertThat(run("db", "status", "--json")).isEqualTo(4);
        assertThat(streams.output()).contains("\"its agent says nothing\"");
    }

    @Test
    void statusSaysWhatTheSitesStatusSaysAndEndsAsItDoes() {
        reports.put("server2", REPLICA.replace("\"etcd\":true", "\"etcd\":false,\"paused\":true"));
        assertThat(run("db", "status")).isEqualTo(4);
        assertThat(SmallSite.withoutFile(folder, streams.output()).lines())
                .startsWith(
                        "Term 3: primary server1, partner server2",
                        "  ! server2: etcd does not answer its database agent, which starts, promotes and gives up nothing until it does",
                        "  ! server2: its database agent is paused: nobody takes over. Next: tandem db resume");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{half", "[]", "what?"})
    void anAnswerOfAnAgentThatIsGarbledIsForeseen(String garbled) {
        answer = new Completed(0, garbled, "");
        assertThat(run("db", "history")).isEqualTo(1);
        assertThat(SmallSite.withoutFile(folder, streams.errors()))
                .contains("server1: could not tell the database agents: cluster: what it answered is garbled: '")
                .contains("Next: look on the machine, with tandem ssh server1")
                .doesNotContain("A fault of Tandem");
    }

    @Test
    void aReportOfAnAgentThatIsGarbledIsNone() {
        reports.put("server2", REPLICA.substring(0, REPLICA.length() / 2));
        assertThat(run("db", "status")).isEqualTo(4);
        assertThat(streams.output()).contains("server2  its agent says nothing");
        assertThat(streams.errors()).doesNotContain("A fault of Tandem");
    }

    @Test
    void aPrimaryThatLetsNobodyInIsDown() {
        reports.put("server1", PRIMARY.replace("\"gate\":\"lease\"", "\"gate\":\"closed\""));
        assertThat(run("db", "status", "--json")).isEqualTo(1);
        assertThat(streams.output())
                .contains("\"verdict\": \"down\"", "server1: the primary database lets nobody in: its gate is closed");
    }

    @Test
    void aPrimaryThatCannotBeAskedIsNotSaidToTakeNoWrites() {
        reports.put("server1", AWAY);
        assertThat(run("db", "status")).isEqualTo(1);
        assertThat(streams.output())
                .contains(
                        "  ! server1: it could not be asked whether it takes writes as the primary database\n",
                        "  server1  does not answer: server1: ")
                .doesNotContain("does not take writes");
    }

    @Test
    void ofTwoThatKnowTheSameTermTheOneThatEtcdAnswersSaysWhoIsThePartner() {
        reports.put("server1", PRIMARY.replace("\"etcd\":true", "\"etcd\":false"));
        reports.put("server2", REPLICA.replace("partner=server2#p1", "partner=none"));
        assertThat(run("db", "status")).isEqualTo(4);
        assertThat(streams.output())
                .startsWith("Term 3: primary server1, no partner: nobody else has everything that was acknowledged\n");
    }

    @Test
    void aPromptIsOpenedOnThePrimaryThatServes() throws IOException {
        assertThat(runWithSsh(0, "db", "-e", "SELECT 1")).isZero();
        assertThat(Files.readString(folder.resolve("ssh.words")))
                .contains(
                        "ConnectTimeout=10\n",
                        "ServerAliveInterval=5\n",
                        "root@10.80.0.21\n",
                        "mariadb",
                        "--execute",
                        "SELECT 1");
        assertThat(runWithSsh(7, "db", "-e", "SELECT nonsense")).isEqualTo(1);
        assertThat(streams.errors()).doesNotContain("SSH");
    }

    @Test
    void aPromptThatCannotBeOpenedSaysWhereAndWhatNext() throws IOException {
        assertThat(runWithSsh(255, "db", "-e", "SELECT 1")).isEqualTo(1);
        assertThat(streams.errors())
                .contains("server1: there is no SSH connection to 10.80.0.21, or it broke.", "Next: tandem status");
    }

    @Test
    void noPromptIsOpenedOnAPrimaryThatDoesNotSayThatItServes() throws IOException {
        for (String report : List.of(
                AWAY,
                "",
                PRIMARY.replace("\"open\":true", "\"open\":false"),
                PRIMARY.replace("\"gate\":\"lease\"", "\"gate\":\"closed\""))) {
            reports.put("server1", report);
            assertThat(runWithSsh(0, "db", "-e", "SELECT 1")).as(report).isEqualTo(3);
            assertThat(folder.resolve("ssh.words")).doesNotExist();
        }
        assertThat(SmallSite.withoutFile(folder, streams.errors()))
                .contains(
                        "Refused; nothing was run: server1 is the primary, and does not say that it serves.",
                        "server1: primary, with its partner.",
                        "server2: replica, and the partner of server1.",
                        "More: tandem db status. To look all the same: tandem ssh server1");
    }

    @Test
    void anOrderGoesByAMachineThatEtcdAnswers() {
        reports.put("server1", PRIMARY.replace("\"etcd\":true", "\"etcd\":false"));
        assertThat(run("db", "pause")).isZero();
        assertThat(orders).containsExactly("server2: order pause");
    }

    @Test
    void anOrderGoesByThePrimaryWhenEtcdAnswersNobody() {
        String other = "term=4 primary=server2 partner=server1#p2";
        String first = REPLICA.replace("\"etcd\":true", "\"etcd\":false");
        reports.put("server1", first.replace("term=3 primary=server1 partner=server2#p1", other));
        reports.put(
                "server2",
                PRIMARY.replace("\"etcd\":true", "\"etcd\":false")
                        .replace("term=3 primary=server1 partner=server2#p1", other));
        assertThat(run("db", "pause")).isZero();
        assertThat(orders).containsExactly("server2: order pause");
    }

    @Test
    void aSwitchoverTellsThePrimarysAgentAndSaysWhatItSaid() {
        assertThat(run("db", "switchover", "--to", "server2")).isZero();
        assertThat(orders).containsExactly("server1: order switchover server2");
        assertThat(streams.errors()).contains("server2 is primary of term 4.");
    }

    @Test
    void whatDidNotComeAboutFailsWithTheAgentsSentence() {
        answer = new Completed(1, "", "Not switched: server1 has no partner, so nobody else has all data.");
        assertThat(run("db", "switchover")).isEqualTo(1);
        assertThat(streams.errors()).contains("Not switched: server1 has no partner");
    }

    @Test
    void nobodyIsPromotedBesideAPrimaryThatTakesWrites() {
        assertThat(run("db", "promote", "server2", "--accept-loss", "--confirm", "www.foobar.com"))
                .isEqualTo(3);
        assertThat(SmallSite.withoutFile(folder, streams.errors())).contains("Next: tandem db switchover --to server2");
        assertThat(orders).isEmpty();
    }

    @Test
    void aPromotionNeedsTheLossAcceptedAndTheSitesNameTyped() {
        reports.put(
                "server1",
                PRIMARY.replace("\"open\":true", "\"open\":false").replace("partner=server2#p1", "partner=none"));
        reports.put("server2", REPLICA.replace("partner=server2#p1", "partner=none"));
        assertThat(run("db", "promote", "server2")).isEqualTo(2);
        assertThat(run("db", "promote", "server2", "--accept-loss")).isEqualTo(2);
        assertThat(run("db", "promote", "server2", "--accept-loss", "--confirm", "www.example.com"))
                .isEqualTo(3);
        assertThat(orders).isEmpty();
        assertThat(run("db", "promote", "server2", "--accept-loss", "--confirm", "www.foobar.com"))
                .isZero();
        assertThat(orders).containsExactly("server1: order promote server2");
        assertThat(streams.errors())
                .contains("What may be lost: everything that server1 acknowledged while server2 was not its partner.");
    }

    /** It may be alone, serving, and cut off from etcd and from the operator. */
    @Test
    void besideAPrimaryThatCannotBeAskedNobodyIsPromotedBeforeItIsSaidToBeOff() {
        reports.put("server2", REPLICA.replace("partner=server2#p1", "partner=none"));
        for (String silent : List.of("", AWAY)) {
            reports.put("server1", silent);
            assertThat(promote()).as("'%s'", silent).isEqualTo(2);
            assertThat(streams.errors())
                    .contains(
                            "server1 is the primary and cannot be asked. It may be taking writes all the same",
                            "Switch it off first",
                            "Say --switched-off server1 when it is; nothing was touched.");
            streams.forget();
        }
        assertThat(orders).isEmpty();
        assertThat(promote("--switched-off", "server1")).isZero();
        assertThat(orders).containsExactly("server2: order promote server2 server1");
    }

    @Test
    void aMachineThatIsWronglySaidToBeOffIsRefusedBeforeAnythingIsTouched() {
        assertThat(promote("--switched-off", "server1")).isEqualTo(3);
        reports.put("server1", PRIMARY.replace("\"open\":true", "\"open\":false"));
        assertThat(promote("--switched-off", "server1")).isEqualTo(3);
        assertThat(streams.errors()).contains("server1 is not switched off, its agent answers");
        assertThat(promote("--switched-off", "lb1")).isEqualTo(2);
        assertThat(promote("--switched-off", "server2")).isEqualTo(2);
        assertThat(orders).isEmpty();
    }

    private int promote(String... more) {
        return run(Stream.concat(
                        Stream.of("db", "promote", "server2", "--accept-loss", "--confirm", "www.foobar.com"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aRestatementIsTheAgentsBusiness() {
        assertThat(run("db", "restate")).isZero();
        assertThat(orders).containsExactly("server1: order restate");
    }

    @Test
    void aMachineWithoutADatabaseIsNotTakenForOne() {
        assertThat(run("db", "rebuild", "lb1")).isEqualTo(2);
        assertThat(streams.errors()).contains("there are server1, server2");
    }

    /** With a program for ssh that writes down what it was told and ends so. */
    private int runWithSsh(int exit, String... words) throws IOException {
        Path program = folder.resolve("ssh");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"${0}.words\"\nexit " + exit + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        SshAccess access = new SshAccess(
                "root", 22, folder.resolve("key"), new HostKeys(folder.resolve("known_hosts")), SocketOpener.direct());
        return run(new FakePlace(this::answer).withSsh(program, access), words);
    }

    private int run(String... words) {
        return run(new FakePlace(this::answer), words);
    }

    private int run(FakePlace place, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(1, "--file=" + folder.resolve("site.yaml"));
        return CommandLines.run(folder, List.of(place, new RealSite()), Commands.all(), all.toArray(String[]::new));
    }

    private Completed answer(String machine, RemoteCommand command) {
        if (command.purpose().equals("hear what the database agent says")) {
            if (AWAY.equals(reports.get(machine))) {
                throw RemoteException.ended(new MachineName(machine), command, new Completed(1, "", "no connection"));
            }
            return new Completed(0, reports.getOrDefault(machine, ""), "");
        }
        List<String> words = command.words();
        int verb = words.indexOf("/opt/tandem/agent/current/agent.jar") + 1;
        assertThat(words.get(verb + 1)).isEqualTo("/etc/tandem/agent/agent.properties");
        orders.add(machine + ": "
                + Stream.of(List.of("order", words.get(verb)), words.subList(verb + 2, words.size()))
                        .flatMap(List::stream)
                        .collect(Collectors.joining(" ")));
        return answer;
    }

    private static String report(String sentence, String role, String state, String server) {
        return "{\"sentence\":\"" + sentence + "\",\"role\":\"" + role + "\",\"state\":\"" + state
                + "\",\"gate\":\"lease\",\"etcd\":true,\"mysqld\":{" + server + "}}";
    }
}
