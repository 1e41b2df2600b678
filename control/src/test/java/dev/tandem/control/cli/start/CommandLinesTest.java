package dev.tandem.control.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.CapturedStreams;
import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.FakePlace;
import dev.tandem.control.cli.Place;
import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole commands with machines that answer from a script: exit codes, and what goes to which stream. */
@Isolated("it takes over standard output")
class CommandLinesTest {
    private static final Path LEAST = Path.of("src", "test", "resources", "sites", "least.yaml");

    @TempDir
    Path folder;

    private final CapturedStreams streams = new CapturedStreams();
    private String data = "";

    @BeforeEach
    void aSite() throws IOException {
        SmallSite.in(folder);
    }

    @AfterEach
    void streamsAreBack() {
        streams.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "plan --nonsense",
                "help nonsense",
                "status extra",
                "exec",
                "exec lb1",
                "ssh",
                "apply --on",
                "secret",
                "secret rotate",
                "secret rotate --machine=lb1",
                "secret rotate zone-transfer --all",
                "vault",
                "vault nonsense",
                "secret nonsense",
                "maintenance",
                "maintenance perhaps",
                "maintenance on --retry-after=0s",
                "maintenance on --retry-after=2d"
            })
    void aWrongCommandEndsWith2(String words) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
        assertThat(said()).contains("tandem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help plan", "plan --help"})
    void helpIsAWordAsWellAsAnOption(String words) {
        assertThat(run(words.split(" "))).isZero();
        assertThat(streams.output()).startsWith("Usage: tandem plan ");
    }

    @Test
    void anUnknownPlaceEndsWith2AndSaysWhichThereAre() {
        assertThat(run("status", "--on", "nowhere")).isEqualTo(2);
        assertThat(said()).contains("--on nowhere: the places are lab and site");
    }

    @Test
    void anUnknownMachineEndsWith2AndSaysWhichThereAre() {
        assertThat(run("exec", "db9", "--", "true")).isEqualTo(2);
        assertThat(said()).contains("'db9' is neither a machine (lb1, lb2, server1, server2) nor a role of one");
        assertThat(run("secret", "rotate", "--all", "--machine=db9")).isEqualTo(2);
        assertThat(said()).contains("'db9' is no machine of this site; there are lb1, lb2, server1, server2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "plan", "apply", "status", "up"})
    void aWrongFileEndsWith2WithAllItsProblemsAndTouchesNothing(String command) throws IOException {
        Files.writeString(
                folder.resolve("site.yaml"),
                Files.readString(LEAST)
                        .replace("10.80.0.12", "10.90.0.12")
                        .replace("lb2:", "lb_2:")
                        .replace("app.war", "7")
                        .replace("schema: conduit", "schemas: conduit")
                        .replace("10.80.0.22", "10.80.0.300"));
        FakePlace place = place("");
        assertThat(run(place, command)).isEqualTo(2);
        assertThat(said() + streams.output()).contains("site.yaml:7", "site.yaml:9", "site.yaml:11");
        assertThat(place.asked).isEmpty();
        assertThat(folder.resolve(".tandem")).doesNotExist();
    }

    @Test
    void changesThatPendEndWith5OnlyWhenAskedFor() {
        assertThat(run("plan", "--exit-code")).isEqualTo(5);
        assertThat(run("plan")).isZero();
        assertThat(streams.output()).contains("+ lb1", "package haproxy: is missing");
        assertThat(said()).contains("in a fake place", "to add", "Next: tandem apply");
    }

    @Test
    void aPlanAsJsonIsTheOnlyThingOnStandardOutputAndHoldsNoSecret() throws IOException {
        assertThat(run("plan", "--json")).isZero();
        String json = streams.output();
        assertThat(json.strip())
                .startsWith("{")
                .endsWith("}")
                .contains("\"file /etc/tandem/runner.env\"", "\"(secret)\"");
        assertThat(json + said()).doesNotContain(secrets());
    }

    @Test
    void aRefusalEndsWith3AndTouchesNothing() {
        data = " initialised\n schema blog\n";
        FakePlace place = new FakePlace((machine, command) -> command.purpose().equals("look at the machine")
                ? new Completed(0, survey(machine.equals("server2")), "")
                : new Completed(0, "", ""));
        assertThat(run(place, "apply")).isEqualTo(3);
        assertThat(said()).contains("Refused; nothing was touched:", "server2: holds data (blog) but not this site's");
        assertThat(place.asked)
                .allMatch(asked -> asked.matches(".*: (take|release) the site's lock|.*: look at the machine"));
        assertThat(run(place, "plan", "--exit-code")).isEqualTo(3);
    }

    @Test
    void aLockedSiteEndsWith6AndSaysByWhom() {
        FakePlace place = new FakePlace((_, command) -> command.purpose().contains("lock")
                ? new Completed(6, "token\nada@laptop, for 3 s; it expires in 57 s unless it is renewed\n", "")
                : new Completed(0, survey(false), ""));
        assertThat(run(place, "apply")).isEqualTo(6);
        assertThat(said()).contains("the site is locked on lb1 by ada@laptop, for 3 s");
        assertThat(place.asked).containsExactly("lb1: take the site's lock");
    }

    @Test
    void aFailedStepEndsWith1AndSaysWhereAndWhat() {
        FakePlace place = new FakePlace((machine, command) -> {
            if (command.purpose().startsWith("install") && machine.equals("lb2")) {
                return new Completed(100, "", "E: Unable to locate package knot");
            }
            return new Completed(0, command.purpose().equals("look at the machine") ? survey(false) : "", "");
        });
        assertThat(run(place, "apply")).isEqualTo(1);
        assertThat(said())
                .contains(
                        "lb2, packages: nothing that runs was touched.", "(exit code 100)", "Unable to locate package");
        assertThat(place.asked)
                .filteredOn(asked -> asked.contains("release the site's lock"))
                .hasSize(4);
    }

    @Test
    void aDamagedAuthorityIsForeseen() throws IOException {
        assertThat(run("plan")).isZero();
        Path file = folder.resolve(".tandem/lab/authority/authority.pem");
        Files.writeString(file, "half a fi");
        assertThat(run("plan")).isEqualTo(1);
        assertForeseen(file + " is not an authority's certificate and key: ", "Bring it back from a copy");
        assertThat(file).hasContent("half a fi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply", "status", "secret list", "vault recover"})
    void aVaultThatCannotBeWrittenIsForeseen(String words) throws IOException {
        Files.writeString(folder.resolve(".tandem"), "in the place of the folder");
        assertThat(run(words.split(" "))).isEqualTo(1);
        assertForeseen(
                "cannot make the directory " + folder.resolve(".tandem/lab") + ": ", "Next: see whose it is", "(df)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets/zone-transfer", "rotation", "identity"})
    void aFileOfTheVaultThatIsNoTextIsForeseen(String name) throws IOException {
        assertThat(run("plan")).isZero();
        Path file = folder.resolve(".tandem/lab").resolve(name);
        Files.write(file, new byte[] {(byte) 0xc3, 0x28, '\n'});
        assertThat(run("plan")).isEqualTo(1);
        assertForeseen(file + " ", "remove it");
    }

    /** As a full disk, a shell that greets, or somebody who broke in would have it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "== packages\n haproxy\n",
                "== managed\n etc/passwd\n",
                "== paths\n /etc/x f root\n",
                "== paths\n /etc/x f root root 9 \n",
                "== sums\n 00 /etc/x\n",
                "== units\n ActiveState\n"
            })
    void aGarbledSurveyIsForeseen(String survey) {
        for (String command : List.of("plan", "apply")) {
            assertThat(run(place(survey), command)).isEqualTo(1);
            assertForeseen(
                    "lb1: could not look at the machine: what it answered is garbled: '",
                    "Next: look on the machine, with tandem ssh lb1");
        }
    }

    @Test
    void garbledAnswersOfOtherQuestionsAreForeseen() {
        FakePlace place = new FakePlace((_, command) ->
                new Completed(0, command.purpose().equals("read the status") ? "certificate\tweb\tsoon" : "half", ""));
        assertThat(run(place, "status")).isEqualTo(1);
        assertThat(streams.output()).contains("'soon' is not when a certificate ends");
        assertThat(run(place, "maintenance", "on")).isEqualTo(1);
        assertForeseen("lb1: could not switch maintenance on: what it answered is garbled: ", "\"half\"");
        assertThat(run(new FakePlace((_, _) -> new Completed(6, "", "")), "apply"))
                .isEqualTo(1);
        assertForeseen("lb1: could not take the site's lock (exit code 6)");
    }

    private void assertForeseen(String... words) {
        assertThat(said()).contains(words).doesNotContain("A fault of Tandem", "\tat ");
        streams.forget();
    }

    @Test
    void missingFilesOfTheApplicationEndWith2() throws IOException {
        Files.delete(folder.resolve("app.war"));
        assertThat(run("plan")).isEqualTo(2);
        assertThat(said()).contains("application.war: there is no file", "Build the application first.");
    }

    @Test
    void aSiteThatIsDownEndsWith1() {
        assertThat(run("status")).isEqualTo(1);
        assertThat(streams.output()).contains("www.foobar.com is down: ");
    }

    @Test
    void aSiteThatCannotBeAskedEndsWith1AndIsNotSaidToBeDown() {
        FakePlace place = new FakePlace((machine, command) -> {
            throw RemoteException.ended(new MachineName(machine), command, new Completed(255, "", "no route to it"));
        });
        assertThat(run(place, "status")).isEqualTo(1);
        assertThat(streams.output())
                .startsWith("www.foobar.com is not known to serve: no balancer that answered owns the virtual address"
                        + " 10.80.0.10; lb1, lb2 could not be asked\n");
    }

    @Test
    void commandsOnMachinesTellWhoseOutputIsWhose() {
        FakePlace place = new FakePlace((machine, _) -> new Completed(machine.equals("lb2") ? 7 : 0, "hello\n", ""));
        assertThat(run(place, "exec", "balancer", "--", "echo", "hello")).isEqualTo(1);
        assertThat(streams.output().lines()).containsExactlyInAnyOrder("lb1  hello", "lb2  hello");
        assertThat(said()).contains("lb2: exit code 7");
        assertThat(run(place, "exec", "lb1", "--", "true")).isZero();
    }

    @Test
    void maintenanceIsDoneOnlyWhenEveryBalancerWasSeenToAnswerSo() {
        FakePlace place = new FakePlace((machine, _) ->
                machine.equals("lb2") ? new Completed(1, "", "it is written down") : new Completed(0, "503", ""));
        assertThat(run(place, "maintenance", "on")).isEqualTo(1);
        assertThat(said()).contains("lb2: ", "it is written down", "Seen to be as wanted: lb1.");
        assertThat(run(new FakePlace((_, _) -> new Completed(0, "503\n", "")), "maintenance", "on"))
                .isZero();
        assertThat(said()).contains("lb1, lb2 answer users with 503 and Retry-After 300");
        assertThat(place.asked).containsExactlyInAnyOrder("lb1: switch maintenance on", "lb2: switch maintenance on");
    }

    @Test
    void whenTheSiteItselfAnswersWithAFailureThatIsSaid() {
        assertThat(run(new FakePlace((_, _) -> new Completed(0, "502\n", "")), "maintenance", "off"))
                .isEqualTo(1);
        assertThat(said()).contains("it lets users in, but the site itself answers them with 502");
        assertThat(run(new FakePlace((_, _) -> new Completed(0, "200\n", "")), "maintenance", "off"))
                .isZero();
    }

    @Test
    void secretsAreListedWithoutTheirValues() throws IOException {
        assertThat(run("secret", "list")).isZero();
        assertThat(folder.resolve(".tandem/lab/secrets"))
                .as("a list makes none")
                .doesNotExist();
        assertThat(streams.output()).contains("since -");
        assertThat(run("plan")).isZero();
        streams.forget();
        assertThat(run("secret", "list")).isZero();
        assertThat(streams.output())
                .contains(
                        "certificate/lb1/public",
                        "database-replication",
                        "server2",
                        "password that replicas copy the primary with")
                .doesNotContain("since -")
                .doesNotContain(secrets());
        assertThat(run("secret", "list", "--json")).isZero();
        assertThat(streams.output()).contains("\"phase\": \"steady\"").doesNotContain(secrets());
    }

    /** Escaped in one file, and in every text that has the letter. */
    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a"})
    void whereASecretLiesIsKnownWhateverItsValueIs(String value) throws IOException {
        withASecretOfTheApplications();
        Path secrets = Files.createDirectories(folder.resolve(".tandem/lab/secrets/environment"));
        Files.writeString(secrets.resolve("JWT_SECRET"), value + "\n");
        assertThat(run("secret", "list")).isZero();
        assertThat(streams.output().lines())
                .filteredOn(line -> line.startsWith("environment/JWT_SECRET "))
                .singleElement(InstanceOfAssertFactories.STRING)
                .matches(".*since \\S+  server1 server2 +the application's variable JWT_SECRET");
    }

    @Test
    void whatPlanAndStatusSayOfAReplacementThatIsUnderWay() throws IOException {
        Path rotation = Files.createDirectories(folder.resolve(".tandem/lab")).resolve("rotation");
        Files.writeString(rotation, "END\nsecret zone-transfer\nsecret environment/GONE\n");
        String forApply =
                "A replacement of zone-transfer is under way; unless somebody is at it, the next apply ends it.";
        assertThat(run("plan")).isZero();
        assertThat(said()).contains(forApply);
        run("status");
        assertThat(streams.output()).contains("  " + forApply);
        Files.writeString(rotation, "USE\nsecret zone-transfer\ncertificate server1/web\n");
        run("status");
        assertThat(shown())
                .contains("A replacement of 1 secret and 1 certificate is under way; unless somebody is at it,"
                        + " tandem secret rotate zone-transfer goes on with it.");
        Files.writeString(rotation, "nonsense\n");
        assertThat(run("status")).as("it can be told how the site is").isEqualTo(1);
        assertThat(streams.output()).contains("rotation does not say which secrets");
        assertThat(run("secret", "rotate", "zone-transfer")).isEqualTo(1);
        assertThat(said()).contains("Next: remove it").doesNotContain("A fault of Tandem");
    }

    @Test
    void whatIsPrintedToBeTypedNextWorksInTheSamePlace() throws IOException {
        List<Place> places = List.of(place(survey(false)), place(survey(false)).called("elsewhere"));
        assertThat(run(places, "plan", "--on", "elsewhere")).isZero();
        assertThat(said()).contains("Next: tandem apply --on elsewhere");
        Files.writeString(folder.resolve(".tandem/elsewhere/rotation"), "USE\nsecret zone-transfer\n");
        run(places, "status", "--on=elsewhere");
        assertThat(shown()).contains("tandem secret rotate --on elsewhere zone-transfer goes on with it");
        assertThat(run(places, "secret", "rotate", "--on", "elsewhere")).isEqualTo(2);
        assertThat(said()).contains("tandem secret list --on elsewhere; tandem secret rotate --on elsewhere --help");
        streams.forget();
        assertThat(run(places, "plan")).isZero();
        assertThat(said()).contains("Next: tandem apply").doesNotContain("--on");
    }

    @Test
    void aMistypedWordIsCorrected() {
        assertThat(run("secret", "rotat")).isEqualTo(2);
        assertThat(said()).contains("Did you mean: secret rotate");
        assertThat(run("maintenanc", "on")).isEqualTo(2);
        assertThat(said()).contains("maintenance");
    }

    @Test
    void anUnknownSecretEndsWith2AndSaysWhichThereAre() {
        assertThat(run("secret", "rotate", "database")).isEqualTo(2);
        assertThat(said()).contains("'database' is not a secret of this site. There are: database-application,");
    }

    @Test
    void noSecretIsReplacedOnASiteThatIsNotAsItShouldBe() throws IOException {
        FakePlace place = place(survey(false));
        assertThat(run(place, "secret", "rotate", "zone-transfer")).isEqualTo(3);
        assertThat(said()).contains("Refused; nothing was touched: the site is not as site.yaml says");
        assertThat(folder.resolve(".tandem/lab/secrets/zone-transfer.next")).doesNotExist();
        assertThat(place.asked)
                .allMatch(asked -> asked.matches(".*: (take|release) the site's lock|.*: look at the machine"));
    }

    @Test
    void whatIsStillInUseIsNotTakenBack() throws IOException {
        withASecretOfTheApplications();
        assertThat(run("plan")).isZero();
        assertThat(run("secret", "retire", "JWT_SECRET")).isZero();
        assertThat(said()).contains("environment/JWT_SECRET has no value but the present one");
        Path secrets = folder.resolve(".tandem/lab/secrets");
        for (String name : List.of("database-application", "environment/JWT_SECRET")) {
            Path previous = Files.writeString(secrets.resolve(name + ".previous"), "before");
            assertThat(run("secret", "retire", name)).isEqualTo(3);
            assertThat(previous).exists();
        }
        assertThat(said())
                .contains(
                        "database-application is being replaced. Next: tandem secret rotate database-application",
                        "some server may still use what would be worthless. Next: tandem plan; tandem apply;");
        Files.writeString(secrets.resolve("environment/JWT_SECRET.next"), "after");
        assertThat(run("secret", "retire", "JWT_SECRET")).isEqualTo(3);
    }

    @Test
    void helpAndVersionAreData() {
        assertThat(run("--help")).isZero();
        assertThat(streams.output()).contains("Exit codes:", "apply", "status");
        assertThat(run("version")).isZero();
    }

    @Test
    void realMachinesAreNotTakenAway() {
        assertThat(run("down", "--on", "site")).isEqualTo(3);
        assertThat(run("up", "--on", "site")).isEqualTo(2);
    }

    @Test
    void nobodyChangesTheRealSiteUnasked() {
        assertThat(run("apply", "--on", "site")).isEqualTo(2);
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private int run(String... words) {
        return run(place(survey(false)), words);
    }

    private void withASecretOfTheApplications() throws IOException {
        Files.writeString(
                folder.resolve("site.yaml"),
                Files.readString(LEAST).replace("public: public", "public: public, secrets: [JWT_SECRET]"));
    }

    private int run(FakePlace place, String... words) {
        return run(List.of(place, new RealSite()), words);
    }

    private int run(List<Place> places, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.isEmpty()) {
            all.add(1, "--file=" + folder.resolve("site.yaml"));
        }
        return CommandLines.run(folder, places, Commands.all(), all.toArray(String[]::new));
    }

    private FakePlace place(String survey) {
        return new FakePlace((_, command) -> answer(command, survey));
    }

    private static Completed answer(RemoteCommand command, String survey) {
        return new Completed(0, command.purpose().equals("look at the machine") ? survey : "", "");
    }

    /** A machine with nothing on it, or with nothing but data. */
    private String survey(boolean withData) {
        return "== packages\n== users\n== managed\n== paths\n== sums\n== units\n== applied\n== migrated\n== data\n"
                + (withData ? data : "");
    }

    private List<String> secrets() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (var files = Files.walk(folder.resolve(".tandem/lab/secrets"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                secrets.add(Files.readString(file).strip());
            }
        }
        assertThat(secrets).hasSizeGreaterThan(4);
        return secrets;
    }

    private String shown() {
        return SmallSite.withoutFile(folder, streams.output());
    }

    private String said() {
        return SmallSite.withoutFile(folder, streams.errors());
    }
}
