package dev.tandem.control.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Migration;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.PublicCertificate;
import dev.tandem.control.state.StandIn;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.actual.ActualUnit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
    private static final MachineName MACHINE = new MachineName("server1");
    private static final Ownership OTHERS = new Ownership("www-data", "www-data", "0664");
    private static final ManagedFile FILE = ManagedFile.open("/etc/a/a.conf", "new\n", Effect.RELOAD);
    private static final Unit UNIT = Unit.running("a.service");
    private static final PublicCertificate CERTIFICATE = new PublicCertificate(
            "site-1",
            "https://acme.test/directory",
            List.of("www.foobar.com", "foobar.com"),
            new MachinePath("/etc/ssl/site.pem"));
    private static final String NOT_SERVED =
            "~ certificate of www.foobar.com, foobar.com from https://acme.test/directory: is not what users are served with";

    private final Map<MachineName, FakeMachine> machines = new LinkedHashMap<>();

    // --- each kind of item -------------------------------------------------------------------------------------------

    static Stream<Arguments> items() {
        Item curl = new DebianPackage("curl");
        Item user = new SystemUser("app", new MachinePath("/nonexistent"));
        Item directory = new Directory(new MachinePath("/srv/site"), Ownership.PUBLIC_DIRECTORY);
        Item tree = new Tree(new MachinePath("/opt/runner"), "abc", new TreeMap<>());
        Item link = new Link(new MachinePath("/srv/current"), "releases/2", Effect.RESTART);
        Item stopped = Unit.stopped("a.service");
        Item migration = new Migration(
                "r2",
                new MachinePath("/srv/app"),
                "Main",
                "app",
                new MachinePath("/etc/env"),
                new MachinePath("/etc/migration.pem"));
        ActualPath ours = new ActualPath.DirectoryFound(Ownership.PUBLIC_DIRECTORY);
        return Stream.of(
                row(curl, machine -> {}, "+ package curl: is missing"),
                row(curl, machine -> machine.packages.add("curl")),
                row(user, machine -> {}, "+ user app: is missing"),
                row(user, machine -> machine.users.add("app")),
                row(directory, machine -> {}, "+ directory /srv/site: is missing"),
                row(
                        directory,
                        machine -> machine.has("/srv/site", new ActualPath.DirectoryFound(OTHERS)),
                        "~ directory /srv/site: has another owner or mode"),
                row(directory, machine -> machine.has("/srv/site", ours)),
                row(FILE, machine -> {}, "+ file /etc/a/a.conf: is missing"),
                row(
                        FILE,
                        machine -> machine.has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "old\n")),
                        "~ file /etc/a/a.conf: has other content"),
                row(
                        FILE,
                        machine -> machine.has("/etc/a/a.conf", FakeMachine.file(OTHERS, "new\n")),
                        "~ file /etc/a/a.conf: has another owner or mode"),
                row(
                        FILE,
                        machine -> machine.has("/etc/a/a.conf", new ActualPath.LinkFound("/dev/null")),
                        "~ file /etc/a/a.conf: is something else than a file"),
                row(FILE, machine -> machine.has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "new\n"))),
                row(tree, machine -> {}, "+ version /opt/runner/abc: is missing"),
                row(tree, machine -> machine.has("/opt/runner/abc", ours)),
                row(link, machine -> {}, "+ link /srv/current -> releases/2: is missing"),
                row(
                        link,
                        machine -> machine.has("/srv/current", new ActualPath.LinkFound("releases/1")),
                        "~ link /srv/current -> releases/2: points elsewhere"),
                row(link, machine -> machine.has("/srv/current", new ActualPath.LinkFound("releases/2"))),
                row(UNIT, machine -> {}, "+ start a.service: is not running"),
                row(UNIT, unit(true, "failed"), "+ start a.service: is not running"),
                row(UNIT, unit(true, "activating"), "+ start a.service: is not running"),
                row(UNIT, unit(false, "active"), "+ start a.service: would not start at boot"),
                row(UNIT, unit(true, "active")),
                row(UNIT, unit(true, "reloading")),
                row(stopped, machine -> {}),
                row(stopped, unit(false, "inactive")),
                row(stopped, unit(false, "active"), "- stop a.service: has no use on this machine"),
                row(stopped, unit(true, "inactive"), "- stop a.service: has no use on this machine"),
                row(
                        migration,
                        machine -> {},
                        "~ migrate the schema for release r2: the release is not live everywhere"),
                row(
                        migration,
                        machine -> machine.migrated = Optional.of("r1"),
                        "~ migrate the schema for release r2: the release is not live everywhere"),
                row(migration, machine -> machine.migrated = Optional.of("r2")));
    }

    static Stream<Arguments> certificates() {
        return Stream.of(
                row(new StandIn(FILE), machine -> {}, "+ file /etc/a/a.conf: is missing"),
                row(
                        new StandIn(FILE),
                        machine -> machine.has("/etc/a/a.conf", FakeMachine.file(OTHERS, "somebody else's\n"))),
                row(CERTIFICATE, machine -> {}, NOT_SERVED),
                row(CERTIFICATE, served("site-1", "issued", "issued")),
                row(CERTIFICATE, served("site-0", "issued", "issued"), NOT_SERVED),
                row(CERTIFICATE, served("site-1", "issued", "stood in for it\n"), NOT_SERVED));
    }

    /** A machine that once put something in place for a lineage, and what stands there now. */
    private static Consumer<FakeMachine> served(String lineage, String issued, String now) {
        PublicCertificate then = new PublicCertificate(lineage, "", List.of(), CERTIFICATE.file());
        String mark = then.mark(Component.sha256(issued));
        return machine -> machine.has("/etc/ssl/site.pem", FakeMachine.file(Ownership.PRIVATE, now))
                .has(PublicCertificate.MARK.value(), FakeMachine.file(Ownership.PRIVATE, mark));
    }

    private static Arguments row(Item item, Consumer<FakeMachine> state, String... expected) {
        return arguments(item, state, List.of(expected));
    }

    private static Consumer<FakeMachine> unit(boolean enabled, String activity) {
        return machine -> machine.units.put("a.service", new ActualUnit(true, enabled, activity));
    }

    @ParameterizedTest
    @MethodSource({"items", "certificates", "led"})
    void anItemIsChangedOnlyWhereTheMachineDiffers(Item item, Consumer<FakeMachine> state, List<String> expected) {
        Component component = new Component("a", Stage.SERVER, List.of(item));
        FakeMachine machine = machine("server1");
        machine.remember(component);
        state.accept(machine);
        assertThat(lines(plan(component))).isEqualTo(expected);
    }

    @Test
    void theOldContentOfAFileIsInThePlanSoThatADifferenceCanBeShown() {
        machine("server1").has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "old\n"));
        Plan plan = plan(new Component("a", Stage.SERVER, List.of(FILE)));
        assertThat(plan.work().flatMap(work -> work.changes(Change.WriteFile.class)))
                .extracting(Change.WriteFile::before)
                .containsExactly(Optional.of("old\n"));
    }

    @Test
    void noSecretIsInThePlanOfARightFileWithTheWrongMode() {
        machine("server1").has("/etc/key", FakeMachine.file(Ownership.PUBLIC, "hunter2"));
        ManagedFile secret = ManagedFile.secret("/etc/key", Ownership.PRIVATE, "hunter2", Effect.NONE);
        Plan plan = plan(new Component("a", Stage.SERVER, List.of(secret)));
        assertThat(lines(plan)).containsExactly("~ file /etc/key: has another owner or mode");
        assertThat(plan.toString()).doesNotContain("hunter2");
    }

    // --- what running units need -------------------------------------------------------------------------------------

    @Test
    void aChangedFileReloadsWhatRuns() {
        Component component = new Component("a", Stage.SERVER, List.of(FILE, UNIT));
        FakeMachine machine = machine("server1").runs("a.service");
        machine.remember(component);
        machine.has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "old\n"));
        assertThat(lines(plan(component)))
                .containsExactly("~ file /etc/a/a.conf: has other content", "~ reload a.service: its files change");
    }

    @Test
    void aRestartTakesTheReloadsPlaceAndIsDisruptive() {
        ManagedFile drop = ManagedFile.open("/etc/systemd/system/a.conf", "x", Effect.RESTART);
        machine("server1").runs("a.service");
        Plan plan = plan(new Component("a", Stage.SERVER, List.of(FILE, drop, UNIT)));
        assertThat(lines(plan))
                .endsWith("~ restart a.service: its files change")
                .hasSize(3);
        assertThat(plan.disruptions()).isEqualTo(1);
    }

    @Test
    void aFileWithoutEffectWakesNobody() {
        Component component =
                new Component("a", Stage.SERVER, List.of(ManagedFile.open("/etc/page", "x", Effect.NONE), UNIT));
        machine("server1").runs("a.service").remember(component);
        assertThat(lines(plan(component))).containsExactly("+ file /etc/page: is missing");
    }

    @Test
    void whatDoesNotRunIsStartedAndNothingElse() {
        Component component = new Component("a", Stage.SERVER, List.of(FILE, UNIT));
        machine("server1");
        assertThat(lines(plan(component)))
                .containsExactly("+ file /etc/a/a.conf: is missing", "+ start a.service: is not running");
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"RELOAD", "RESTART"})
    void anApplyThatWasCutOffBetweenSwapAndReloadIsFinished(Effect effect) {
        ManagedFile file = ManagedFile.open("/etc/a/a.conf", "new\n", effect);
        Component before =
                new Component("a", Stage.SERVER, List.of(ManagedFile.open("/etc/a/a.conf", "old\n", effect), UNIT));
        Component now = new Component("a", Stage.SERVER, List.of(file, UNIT));
        FakeMachine machine = machine("server1").runs("a.service");
        machine.remember(before);
        machine.has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "new\n"));
        String verb = effect == Effect.RELOAD ? "reload" : "restart";
        assertThat(lines(plan(now)))
                .containsExactly("~ " + verb + " a.service: does not run with its present files yet");
    }

    @Test
    void aTimerIsNeverReloadedBecauseItCannotBe() {
        Unit timer = Unit.running("a.timer");
        FakeMachine machine = machine("server1").runs("a.service").runs("a.timer");
        machine.remember(new Component("a", Stage.SERVER, List.of(UNIT)));
        assertThat(lines(plan(new Component("a", Stage.SERVER, List.of(FILE, timer)))))
                .containsExactly("+ file /etc/a/a.conf: is missing");
        assertThat(lines(plan(new Component("a", Stage.SERVER, List.of(FILE, UNIT, timer)))))
                .containsExactly("+ file /etc/a/a.conf: is missing", "~ reload a.service: its files change");
    }

    @Test
    void whatStandsInUntilSomethingBetterComesIsNotForgottenAndIsNobodysFingerprint() {
        Component component = new Component("a", Stage.SERVER, List.of(new StandIn(FILE), UNIT));
        FakeMachine machine = machine("server1").runs("a.service");
        machine.managed.add(FILE.path());
        machine.has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "something better\n"));
        machine.remember(new Component("a", Stage.SERVER, List.of(UNIT)));
        assertThat(lines(plan(component))).isEmpty();
    }

    @Test
    void aFileThatSomebodyEditedIsTakenInAgainThoughTheFingerprintIsRight() {
        Component component = new Component("a", Stage.SERVER, List.of(FILE, UNIT));
        FakeMachine machine = machine("server1").runs("a.service");
        machine.remember(component);
        machine.has("/etc/a/a.conf", FakeMachine.file(Ownership.PUBLIC, "edited\n"));
        assertThat(lines(plan(component))).endsWith("~ reload a.service: its files change");
    }

    // --- files that nobody wants any more
    // ------------------------------------------------------------------------------

    @Test
    void aFileThatNoComponentWantsAnyMoreGoesWithTheLastComponent() {
        FakeMachine machine = machine("server1");
        List.of("/etc/a/a.conf", "/etc/b/b.conf", "/etc/old.conf")
                .forEach(path -> machine.managed.add(new MachinePath(path)));
        Plan plan = plan(
                new Component("a", Stage.SERVER, List.of(FILE)),
                new Component("b", Stage.SERVER, List.of(ManagedFile.open("/etc/b/b.conf", "b", Effect.NONE))));
        assertThat(plan.work()
                        .filter(work -> work.component().name().equals("b"))
                        .flatMap(work -> work.changes().stream()))
                .extracting(Change::subject)
                .containsExactlyInAnyOrder("file /etc/b/b.conf", "file /etc/old.conf");
        assertThat(lines(plan)).contains("- file /etc/old.conf: is no longer wanted");
    }

    // --- order
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void stagesComeInTheirOrderAndMachinesInTheOrderOfTheFile() {
        List<DesiredMachine> desired = desired("server1", "server2");
        Plan plan = Planner.plan(desired, seen());
        assertThat(plan.stages()).extracting(StagePlan::stage).containsExactly(Stage.values());
        assertThat(turns(plan, Stage.SERVER)).containsExactly("server1", "server2");
    }

    @Test
    void thePrimarysTurnComesAfterItsReplicas() {
        List<DesiredMachine> desired = freshMachines(Sites.threeServers());
        Plan first = Planner.plan(desired, seen());
        for (Stage stage : List.of(Stage.DATABASE, Stage.AGENT, Stage.BOOTSTRAP)) {
            assertThat(turns(first, stage)).endsWith("server1");
        }
        FakeMachine.apply(first, machines);
        machines.values()
                .forEach(machine -> machine.agent(agent -> agent.map(known -> new ActualAgent(
                        known.sentence(),
                        Optional.of(ClusterState.parse("term=2 primary=server2 partner=server1#life2")),
                        true,
                        known.role(),
                        known.open(),
                        known.follows()))));
        List.of("server1", "server2", "server3")
                .forEach(name -> machine(name)
                        .has("/etc/mysql/mariadb.conf.d/90-tandem.cnf", FakeMachine.file(Ownership.PUBLIC, "edited")));
        Plan later = Planner.plan(desired, seen());
        assertThat(turns(later, Stage.DATABASE)).containsExactly("server1", "server3", "server2");
        assertThat(lines(later)).contains("~ restart the database as a replica: its files change");
    }

    // --- a unit that another one leads
    // -----------------------------------------------------------------------------------

    static Stream<Arguments> led() {
        Unit led = Unit.led("a.service", "leader.service");
        String stop = "- stop a.service: the database agent starts it";
        return Stream.of(
                row(led, machine -> {}, stop),
                row(led, unit(true, "active"), stop),
                row(led, unit(false, "inactive")),
                row(led, unit(false, "active"), stop),
                row(led, unit(false, "active").andThen(machine -> machine.runs("leader.service"))),
                row(
                        led,
                        unit(false, "active")
                                .andThen(machine ->
                                        machine.units.put("leader.service", new ActualUnit(true, true, "failed")))),
                row(
                        led,
                        unit(true, "active").andThen(machine -> machine.runs("leader.service")),
                        "- start of a.service at boot: the database agent starts it"));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void machinesAreTouchedTogetherWhileNothingServesThere(Stage stage) {
        List<DesiredMachine> desired = desired("server1", "server2");
        assertThat(stagePlan(Planner.plan(desired, seen()), stage).together()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void aMachineThatServesIsTouchedAlone(Stage stage) {
        List<DesiredMachine> desired = desired("server1", "server2");
        machines.get(MACHINE).runs(stage.word() + ".service");
        assertThat(stagePlan(Planner.plan(desired, seen()), stage).together())
                .isEqualTo(stage.pace() == Stage.Pace.TOGETHER);
    }

    @Test
    void aMachineThatWasNotObservedIsNotPlanned() {
        List<DesiredMachine> desired = desired("server1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Planner.plan(desired, Map.of()))
                .withMessage("server1 was not observed");
    }

    // --- whole sites
    // ---------------------------------------------------------------------------------------------------

    @SuppressWarnings("ImmutableEnumChecker") // a Site is a record of values
    enum Case {
        USUAL(Sites.usual()),
        ACTIVE_PASSIVE(Sites.activePassive()),
        THREE_SERVERS(Sites.threeServers()),
        SEPARATE(Sites.separate()),
        SINGLE(Sites.single()),
        PUBLIC_CERTIFICATE(Sites.withPublicCertificate(Sites.usual()));

        private final Site site;

        Case(Site site) {
            this.site = site;
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAnApplyThereIsNothingToChange(Case each) {
        List<DesiredMachine> desired = freshMachines(each.site);
        Plan plan = Planner.plan(desired, seen());
        assertThat(plan.refusals()).isEmpty();
        FakeMachine.apply(plan, machines);
        assertThat(Planner.plan(desired, seen())).isEqualTo(new Plan(List.of(), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void anApplyThatIsCutOffAnywhereIsFinishedByTheNext(Case each) {
        int pieces = (int) Planner.plan(freshMachines(each.site), seen()).work().count();
        for (int done = 0; done < pieces; done++) {
            List<DesiredMachine> desired = freshMachines(each.site);
            Planner.plan(desired, seen()).work().limit(done).forEach(this::carryOut);
            FakeMachine.apply(Planner.plan(desired, seen()), machines);
            assertThat(lines(Planner.plan(desired, seen())))
                    .as("cut off after " + done)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalMachinesGiveEqualPlans(Case each) {
        List<DesiredMachine> desired = freshMachines(each.site);
        assertThat(Planner.plan(desired, seen())).isEqualTo(Planner.plan(desired, seen()));
    }

    @Test
    void oneEditedFileOfARunningSiteIsOnePieceOfWork() {
        List<DesiredMachine> desired = freshMachines(Sites.usual());
        FakeMachine.apply(Planner.plan(desired, seen()), machines);
        machine("server2").has("/etc/nginx/nginx.conf", FakeMachine.file(Ownership.PUBLIC, "edited"));
        assertThat(lines(Planner.plan(desired, seen())))
                .containsExactly(
                        "~ file /etc/nginx/nginx.conf: has other content", "~ reload nginx.service: its files change");
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private FakeMachine machine(String name) {
        return machines.computeIfAbsent(new MachineName(name), _ -> new FakeMachine());
    }

    private List<DesiredMachine> freshMachines(Site site) {
        machines.clear();
        List<DesiredMachine> desired = Rendering.desired(Sites.request(site));
        desired.forEach(each -> machine(each.machine().value()));
        return desired;
    }

    /** Machines with a component for each stage, which has a unit named after the stage. */
    private List<DesiredMachine> desired(String... names) {
        return Arrays.stream(names)
                .peek(this::machine)
                .map(name -> new DesiredMachine(
                        new MachineName(name),
                        Arrays.stream(Stage.values())
                                .map(stage -> new Component(
                                        stage.word(), stage, List.of(new DebianPackage("p-" + stage), unitOf(stage))))
                                .toList()))
                .toList();
    }

    private static Unit unitOf(Stage stage) {
        return Unit.running(stage.word() + ".service");
    }

    private void carryOut(ComponentPlan work) {
        FakeMachine machine = machine(work.machine().value());
        work.changes().forEach(change -> machine.carryOut(change, machines));
    }

    private Map<MachineName, ActualMachine> seen() {
        return FakeMachine.seen(machines);
    }

    private Plan plan(Component... components) {
        return Planner.plan(List.of(new DesiredMachine(MACHINE, List.of(components))), seen());
    }

    private static List<String> lines(Plan plan) {
        return plan.work()
                .flatMap(work -> work.changes().stream())
                .map(change -> change.symbol().mark() + " " + change.subject() + ": "
                        + change.reason().words())
                .toList();
    }

    private static StagePlan stagePlan(Plan plan, Stage stage) {
        return plan.stages().stream()
                .filter(each -> each.stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> turns(Plan plan, Stage stage) {
        return stagePlan(plan, stage).work().stream()
                .map(work -> work.machine().value())
                .toList();
    }
}
