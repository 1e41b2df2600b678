package dev.tandem.control.cli.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.CapturedStreams;
import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.FakePlace;
import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.cli.start.RealSite;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code tandem timeline} and {@code tandem logs} show of machines of which some may be dead. */
@Isolated("it takes over standard output")
class JournalsTest {
    private static final Map<String, String> JOURNALS = Map.of(
            "lb1",
            "2026-11-22T23:48:01.300000+00:00 lb1 haproxy[1]: third\n",
            "lb2",
            """
            2026-11-22T23:48:01.100000+00:00 lb2 haproxy[1]: first
            2026-11-22T23:48:01.400000+00:00 lb2 haproxy[1]: fourth
            """,
            "server1",
            "2026-11-22T23:48:01.500000+00:00 server1 java[5]: fifth\n",
            "server2",
            "2026-11-22T23:48:01.200000+00:00 server2 java[5]: second\n");

    @TempDir
    Path folder;

    private final CapturedStreams streams = new CapturedStreams();
    private final Set<String> dead = new HashSet<>();

    @BeforeEach
    void aSite() throws IOException {
        Files.copy(Path.of("src", "test", "resources", "sites", "least.yaml"), folder.resolve("site.yaml"));
    }

    @AfterEach
    void consoleAgain() {
        streams.close();
    }

    @Test
    void aTimelineIsOfAllMachinesByTime() {
        assertThat(run("timeline")).isZero();
        assertThat(shown()).containsExactly("first", "second", "third", "fourth", "fifth");
        assertThat(said()).doesNotContain("missing");
    }

    @Test
    void aTimelineGoesWithoutTheDeadAndNamesThem() {
        dead.add("server1");
        assertThat(run("timeline")).isEqualTo(1);
        assertThat(shown()).containsExactly("first", "second", "third", "fourth");
        assertThat(said())
                .contains("The lines of server1 are missing. server1: could not read the journal", "no route to it")
                .doesNotContain("The lines of lb1");
    }

    @Test
    void logsGoWithoutTheDeadToo() {
        dead.addAll(List.of("lb2", "server1"));
        assertThat(run("logs")).isEqualTo(1);
        assertThat(shown()).containsExactly("second", "third");
        assertThat(said()).contains("The lines of lb2 are missing.", "The lines of server1 are missing.");
        assertThat(run("logs", "lb1", "server2")).isZero();
    }

    @Test
    void whoFollowsHearsOfTheDeadBesideTheLinesOfTheOthers() {
        dead.add("server1");
        assertThat(run("logs", "--follow")).isEqualTo(1);
        assertThat(shown()).containsExactlyInAnyOrder("first", "second", "third", "fourth");
        assertThat(said()).contains("From now on the lines of server1 are missing. server1: ");
    }

    @Test
    void whoFollowsInVainIsToldSo() {
        assertThat(run("logs", "--follow", "--since", "nonsense")).isEqualTo(1);
        assertThat(said()).contains("From now on the lines of lb1 are missing. lb1: could not follow the journal");
    }

    @Test
    void aTimelineBeginsSoManyMinutesAgoAndNotMonths() {
        assertThat(TimelineCommand.journalTime("10m")).isEqualTo("-10min");
        assertThat(TimelineCommand.journalTime("90s")).isEqualTo("-90s");
        assertThat(TimelineCommand.journalTime("yesterday")).isEqualTo("yesterday");
    }

    @Test
    void ofRequestsATimelineHasThoseThatFailed() {
        assertThat(TimelineCommand.isEvent(request("/a", 201))).isFalse();
        assertThat(TimelineCommand.isEvent(request("/a", 404))).isFalse();
        assertThat(TimelineCommand.isEvent(request("/a", 503))).isTrue();
        assertThat(TimelineCommand.isEvent(request("/a", -1))).isTrue();
        assertThat(TimelineCommand.isEvent(request("/?status=200 ", 503))).isTrue();
        assertThat(TimelineCommand.isEvent("13:20:01.1 server1 java[5]: primary, with its partner."))
                .isTrue();
    }

    private static String request(String path, int status) {
        return "13:20:01.1 lb1 haproxy[871]: request id=e019 client=10.80.0.253 method=POST path=\"" + path
                + "\" status=" + status + " bytes=796 server=server2 retries=0 total_ms=12";
    }

    private List<String> shown() {
        return streams.output()
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private String said() {
        return streams.errors();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(1, "--file=" + folder.resolve("site.yaml"));
        FakePlace place = new FakePlace(this::answer);
        return CommandLines.run(folder, List.of(place, new RealSite()), Commands.all(), all.toArray(String[]::new));
    }

    private Completed answer(String machine, RemoteCommand command) {
        if (dead.contains(machine)) {
            throw RemoteException.ended(new MachineName(machine), command, new Completed(255, "", "no route to it"));
        }
        if (command.words().contains("--since=nonsense")) {
            return new Completed(1, "", "Failed to parse timestamp: nonsense");
        }
        return new Completed(
                0, command.words().contains("journalctl") ? JOURNALS.getOrDefault(machine, "") : clock(), "");
    }

    private static String clock() {
        return System.currentTimeMillis() / 1000 + " 0\n";
    }
}
