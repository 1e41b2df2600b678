package dev.tandem.control.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.state.ActualDatabase;
import dev.tandem.control.state.ActualDatabase.Replication;
import dev.tandem.control.state.ActualDatabase.Server;
import dev.tandem.control.state.ActualDatabase.Trust;
import dev.tandem.control.state.Component;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseMember.ReplicationSource;
import dev.tandem.control.state.DesiredMachine;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Stage;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is planned for data in every state it can be found in: nothing that could lose any. */
class DataSafetyTest {
    private static final MachineName DB1 = new MachineName("db1");
    private static final DatabaseAccount ACCOUNT =
            new DatabaseAccount("tandem_application", "10.0.0.1", List.of("*ABC"), List.of("SELECT ON `shop`.*"));
    private static final ReplicationSource SOURCE = new ReplicationSource(
            DB1,
            "10.0.0.1",
            3306,
            "tandem_replication",
            new MachinePath("/etc/tandem/replication.password"),
            new MachinePath("/etc/ssl/authority.crt"),
            new MachinePath("/etc/ssl/database.pem"));
    private static final Replication FOLLOWING = FakeMachine.following(SOURCE);

    private final Map<MachineName, FakeMachine> machines = new LinkedHashMap<>();

    // --- nothing to lose
    // -----------------------------------------------------------------------------------------------

    @Test
    void aNewPairIsMade() {
        assertThat(changes(found(), found()))
                .containsExactly(
                        "db1 + schema shop",
                        "db1 + database account `tandem_application`@`10.0.0.1`",
                        "db2 + copy the data of 10.0.0.1");
    }

    @Test
    void machinesWithoutADataDirectoryAreNewToo() {
        ActualDatabase none = new ActualDatabase(new TreeSet<>(), false, Optional.empty(), Optional.empty());
        assertThat(changes(none, none)).contains("db1 + schema shop", "db2 + copy the data of 10.0.0.1");
    }

    @Test
    void aPairThatIsRightIsLeftAlone() {
        assertThat(changes(primary("shop"), replica("shop"))).isEmpty();
    }

    @Test
    void anEmptyReplicaBesideAPrimaryWithDataIsSeeded() {
        assertThat(changes(primary("shop"), found())).containsExactly("db2 + copy the data of 10.0.0.1");
    }

    // --- refusals
    // ------------------------------------------------------------------------------------------------------

    @Test
    void anEmptyPrimaryBesideDataIsRefused() {
        assertThat(refusals(found(), stopped("shop")))
                .containsExactly(
                        "db1: should be the primary but holds no data, while db2 holds shop. Making an empty primary"
                                + " would leave that data behind. Put db2 first among the database machines in site.yaml.");
    }

    @Test
    void aPrimaryThatFollowsIsRefused() {
        assertThat(refusals(replica("shop"), primary("shop")))
                .contains(
                        "db1: should be the primary but follows 10.0.0.1. Put the machine that is the primary now first"
                                + " in site.yaml.");
    }

    @Test
    void aStoppedPrimaryBesideOneThatTakesWritesIsRefused() {
        assertThat(refusals(stopped("shop"), primary("shop")))
                .first()
                .asString()
                .startsWith("db1: should be the primary but its server does not run, while db2 takes writes.");
    }

    @Test
    void aStoppedPrimaryBesideItsReplicaIsStarted() {
        assertThat(refusals(stopped("shop"), replica("shop"))).isEmpty();
    }

    @Test
    void aReplicaWithDataOfItsOwnIsNeitherOverwrittenNorMadeToFollow() {
        assertThat(refusals(primary("shop"), running("blog", "wiki")))
                .singleElement()
                .asString()
                .startsWith("db2: should be a replica but holds data of its own (blog, wiki) and follows nobody."
                        + " Tandem does not overwrite it.");
    }

    @Test
    void anotherSchemaIsDataToo() {
        assertThat(refusals(found(), stopped("somebody_elses"))).hasSize(1);
    }

    @Test
    void everyReplicaIsLookedAt() {
        assertThat(refusals(primary("shop"), running("blog"), running("wiki")))
                .extracting(refusal -> refusal.substring(0, 3))
                .containsExactly("db2", "db3");
    }

    // --- never confused
    // ------------------------------------------------------------------------------------------------

    @Test
    void dataIsNeverReplacedWhateverElseIsTrue() {
        List<ActualDatabase> withData = List.of(
                stopped("shop"),
                running("shop"),
                replica("shop"),
                new ActualDatabase(new TreeSet<>(Set.of("shop")), false, Optional.empty(), Optional.empty()),
                new ActualDatabase(new TreeSet<>(Set.of("shop")), true, Optional.empty(), Optional.of("10.0.0.1")));
        for (ActualDatabase database : withData) {
            assertThat(plan(primary("shop"), database).work().flatMap(work -> work.changes(Change.SeedReplica.class)))
                    .as(database.toString())
                    .isEmpty();
        }
    }

    @Test
    void aStoppedReplicaWithDataFollowsAndTheMachineItselfRefusesWhenItNeverDid() {
        assertThat(changes(primary("shop"), stopped("shop"))).containsExactly("db2 ~ follow the primary 10.0.0.1");
    }

    @Test
    void aReplicaThatFollowsAnEmptyPrimaryIsNotSeededAgain() {
        assertThat(changes(primary("shop"), replica())).isEmpty();
    }

    @Test
    void aCopyThatDoesNotFollowYetIsNotCopiedAgain() {
        ActualDatabase seeded = new ActualDatabase(
                new TreeSet<>(Set.of("shop")), true, server(true, Optional.empty()), Optional.of("10.0.0.1"));
        assertThat(changes(primary("shop"), seeded)).containsExactly("db2 ~ follow the primary 10.0.0.1");
    }

    @Test
    void aReplicaThatFollowsInTheClearIsToldToEncryptAndNotSeededAgain() {
        Trust nothing = new Trust(false, false, "", "", "");
        Replication clear = new Replication("10.0.0.1", true, true, OptionalLong.of(0), nothing, "");
        ActualDatabase replica = new ActualDatabase(
                new TreeSet<>(Set.of("shop")), true, server(true, Optional.of(clear)), Optional.empty());
        assertThat(changes(primary("shop"), replica)).containsExactly("db2 ~ follow the primary 10.0.0.1");
    }

    @Test
    void aReplicaWhoseThreadsStoodStillFollowsAgain() {
        Replication broken =
                new Replication("10.0.0.1", true, false, OptionalLong.empty(), FOLLOWING.trust(), "Duplicate entry");
        ActualDatabase replica = new ActualDatabase(
                new TreeSet<>(Set.of("shop")), true, server(true, Optional.of(broken)), Optional.empty());
        assertThat(changes(primary("shop"), replica)).containsExactly("db2 ~ follow the primary 10.0.0.1");
    }

    // --- accounts
    // ------------------------------------------------------------------------------------------------------

    @Test
    void grantsMayComeInAnyOrder() {
        List<String> grants = new ArrayList<>(ACCOUNT.grants()).reversed();
        assertThat(changes(primary(Map.of(ACCOUNT.quoted(), grants)), replica("shop")))
                .isEmpty();
    }

    @Test
    void anAccountWithMoreRightsIsSetAgain() {
        List<String> more = new ArrayList<>(ACCOUNT.grants());
        more.add("GRANT DROP ON `shop`.* TO " + ACCOUNT.quoted());
        assertThat(changes(primary(Map.of(ACCOUNT.quoted(), more)), replica("shop")))
                .containsExactly("db1 ~ database account " + ACCOUNT.quoted());
    }

    @Test
    void anotherPasswordIsSetAndRightsAreNotTakenForAMoment() {
        List<String> otherPassword = ACCOUNT.grants().stream()
                .map(line -> line.replace("*ABC", "*DEF"))
                .toList();
        List<String> twoPasswords = new DatabaseAccount(
                        ACCOUNT.user(), ACCOUNT.host(), List.of("*DEF", "*ABC"), ACCOUNT.privileges())
                .grants();
        for (List<String> grants : List.of(otherPassword, twoPasswords)) {
            assertThat(changes(primary(Map.of(ACCOUNT.quoted(), grants)), replica("shop")))
                    .containsExactly("db1 ~ password of database account " + ACCOUNT.quoted());
        }
    }

    @Test
    void anAccountOfOursThatIsNoLongerWantedIsDropped() {
        Map<String, List<String>> grants = Map.of(
                ACCOUNT.quoted(),
                ACCOUNT.grants(),
                "`tandem_old`@`%`",
                List.of("GRANT USAGE ON *.* TO `tandem_old`@`%`"));
        assertThat(changes(primary(grants), replica("shop")))
                .containsExactly("db1 - database account `tandem_old`@`%`");
    }

    @Test
    void aReadOnlyPrimaryIsOpened() {
        ActualDatabase primary = new ActualDatabase(
                new TreeSet<>(Set.of("shop")),
                true,
                Optional.of(new Server(true, Map.of(ACCOUNT.quoted(), ACCOUNT.grants()), Optional.empty())),
                Optional.empty());
        assertThat(changes(primary, replica("shop"))).containsExactly("db1 ~ open the primary for writes");
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private static ActualDatabase found() {
        return running();
    }

    private static ActualDatabase running(String... schemas) {
        return new ActualDatabase(
                new TreeSet<>(Set.of(schemas)), true, server(false, Optional.empty()), Optional.empty());
    }

    private static ActualDatabase stopped(String... schemas) {
        return new ActualDatabase(new TreeSet<>(Set.of(schemas)), true, Optional.empty(), Optional.empty());
    }

    private static ActualDatabase replica(String... schemas) {
        return new ActualDatabase(
                new TreeSet<>(Set.of(schemas)), true, server(true, Optional.of(FOLLOWING)), Optional.empty());
    }

    private static ActualDatabase primary(String schema) {
        return new ActualDatabase(
                new TreeSet<>(Set.of(schema)),
                true,
                Optional.of(new Server(false, Map.of(ACCOUNT.quoted(), ACCOUNT.grants()), Optional.empty())),
                Optional.empty());
    }

    private static ActualDatabase primary(Map<String, List<String>> grants) {
        return new ActualDatabase(
                new TreeSet<>(Set.of("shop")),
                true,
                Optional.of(new Server(false, grants, Optional.empty())),
                Optional.empty());
    }

    private static Optional<Server> server(boolean readOnly, Optional<Replication> replication) {
        return Optional.of(new Server(readOnly, Map.of(), replication));
    }

    /** The first database is to be the primary. */
    private Plan plan(ActualDatabase... databases) {
        List<DesiredMachine> desired = new ArrayList<>();
        for (int number = 1; number <= databases.length; number++) {
            MachineName name = new MachineName("db" + number);
            FakeMachine machine = new FakeMachine();
            machine.database = Optional.of(databases[number - 1]);
            machines.put(name, machine);
            DatabaseMember member = number == 1
                    ? new DatabaseMember("shop", Optional.empty(), List.of(ACCOUNT))
                    : new DatabaseMember("shop", Optional.of(SOURCE), List.of());
            Stage stage = number == 1 ? Stage.PRIMARY : Stage.REPLICAS;
            desired.add(new DesiredMachine(name, List.of(new Component("database", stage, List.of(member)))));
        }
        return Planner.plan(desired, FakeMachine.seen(machines));
    }

    private List<String> refusals(ActualDatabase... databases) {
        return plan(databases).refusals().stream().map(Refusal::toString).toList();
    }

    private List<String> changes(ActualDatabase... databases) {
        Plan plan = plan(databases);
        assertThat(plan.refusals()).isEmpty();
        return plan.work()
                .flatMap(work -> work.changes().stream()
                        .map(change -> work.machine() + " " + change.symbol().mark() + " " + change.subject()))
                .toList();
    }
}
