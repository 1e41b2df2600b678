package dev.tandem.control.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseReplica;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.control.state.actual.ActualDatabase.Server;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is planned for data in every state it can be found in: nothing that could lose any, and no primary on a guess. */
class LeadershipTest {
    private static final DatabaseAccount ACCOUNT =
            new DatabaseAccount("tandem_application", "10.0.0.1", List.of("*ABC"), List.of("SELECT ON `shop`.*"));
    private static final String SITE = "www.foobar.com";
    private static final String ALONE = "term=4 primary=db2 partner=none";
    private static final String PAIR = "term=4 primary=db2 partner=db1#life1";

    private final Map<MachineName, FakeMachine> machines = new LinkedHashMap<>();
    private boolean foundedOnce;

    // --- nothing was ever decided, and there is nothing to lose
    // --------------------------------------------------------

    @Test
    void ofNewMachinesTheFirstBecomesThePrimaryAndTheOthersFollow() {
        assertThat(changes(ActualDatabase.NOTHING, ActualDatabase.NOTHING))
                .containsExactly(
                        "db1 + the data belongs to www.foobar.com",
                        "db1 + first primary db1",
                        "db1 + schema shop",
                        "db1 ~ database account `tandem_application`@`10.0.0.1`",
                        "db2 + follow the primary");
    }

    @Test
    void emptyDataDirectoriesOfTheirPackageAreNewMachinesToo() {
        assertThat(changes(running(), running())).contains("db1 + first primary db1", "db2 + follow the primary");
    }

    @Test
    void aBeginningThatWasCutOffGoesOnWhereItBegan() {
        ActualDatabase marked = agent(marked(stopped()), "");
        assertThat(changes(agent(stopped(), ""), marked)).startsWith("db2 + first primary db2", "db2 + schema shop");
    }

    // --- a site from before the agents
    // ---------------------------------------------------------------------------------

    @Test
    void thePrimaryThatThereIsStaysIt() {
        assertThat(changes(following("10.0.0.2", "shop"), running("shop")))
                .containsExactly(
                        "db1 + the data belongs to www.foobar.com",
                        "db2 + the data belongs to www.foobar.com",
                        "db2 + first primary db2",
                        "db2 + database account `tandem_application`@`10.0.0.1`",
                        "db1 ~ follow the primary");
    }

    @Test
    void whoFollowsWhomIsKnownThoughTheServersAreStopped() {
        ActualDatabase follower = new ActualDatabase(
                schemas("shop"), true, Optional.empty(), Optional.of("10.0.0.2"), Optional.empty(), Optional.empty());
        assertThat(changes(follower, stopped("shop"))).contains("db2 + first primary db2");
    }

    @Test
    void anEmptyMachineFirstInTheFileIsNotMadeThePrimaryBesideData() {
        assertThat(changes(ActualDatabase.NOTHING, running("shop")))
                .contains("db2 + first primary db2", "db1 + follow the primary")
                .doesNotContain("db1 + first primary db1");
    }

    @Test
    void twoThatHoldDataAndFollowNobodyAreNotChosenBetween() {
        assertThat(refusals(running("shop"), running("shop")))
                .singleElement()
                .asString()
                .startsWith(
                        "db1: cannot tell which machine is the primary: db1 holds shop and follows nobody; db2 holds shop"
                                + " and follows nobody. Tandem does not guess.");
    }

    @Test
    void dataThatFollowsSomebodyUnknownIsNotMadeThePrimary() {
        assertThat(refusals(following("192.0.2.1", "shop"), ActualDatabase.NOTHING))
                .singleElement()
                .asString()
                .contains("db1 holds shop and follows 192.0.2.1");
    }

    @Test
    void aReplicaOfSomebodyElseIsNeitherOverwrittenNorTakenForAReplica() {
        assertThat(refusals(running("shop"), following("192.0.2.1", "shop")))
                .singleElement()
                .asString()
                .startsWith("db2: should be a replica but holds data of its own (shop)");
    }

    @Test
    void somebodyElsesDataIsNotMadeTheSites() {
        assertThat(refusals(ActualDatabase.NOTHING, stopped("blog")))
                .containsExactly(
                        "db2: holds data (blog) but not this site's, which is called shop. Tandem neither overwrites it"
                                + " nor makes it the site's. If it is not needed, move /var/lib/mysql away there while mariadb does not"
                                + " run, and apply again.");
    }

    @Test
    void whileTheAgentsCannotAskEtcdNothingIsDecidedAgain() {
        ActualDatabase cutOff = with(
                marked(running("shop")), new ActualAgent("waits.", Optional.empty(), false, "stopped", false, false));
        assertThat(changes(cutOff, cutOff)).containsExactly("db1 ~ follow the primary", "db2 ~ follow the primary");
    }

    @Test
    void agentsThatRanOnceAndDoNotRunNowAreAskedFirst() {
        foundedOnce = true;
        assertThat(changes(marked(stopped("shop")), marked(stopped("shop"))))
                .containsExactly("db1 ~ follow the primary", "db2 ~ follow the primary");
    }

    @Test
    void whatEtcdForgotIsNotDecidedAgain() {
        foundedOnce = true;
        ActualDatabase forgotten = agent(marked(stopped("shop")), "");
        assertThat(refusals(forgotten, forgotten))
                .singleElement()
                .asString()
                .contains("etcd does not know any more which machine is the primary, though it did once.")
                .contains("agent.jar bootstrap", "A voter is gone");
    }

    // --- decided
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void aPairThatIsWellIsLeftAloneWhicheverLeads() {
        assertThat(changes(replicaNow(PAIR), primaryNow(PAIR))).isEmpty();
    }

    @Test
    void accountsGoToThePrimaryOfNowWhereverItStandsInTheFile() {
        ActualDatabase bare = agent(marked(server(Map.of(), "shop")), PAIR, "primary", true, false);
        assertThat(changes(replicaNow(PAIR), bare))
                .containsExactly("db2 + database account `tandem_application`@`10.0.0.1`");
    }

    @Test
    void aReplicaThatDoesNotFollowIsWaitedFor() {
        ActualDatabase lagging = agent(marked(running("shop")), ALONE, "replica", false, false);
        assertThat(changes(lagging, primaryNow(ALONE))).containsExactly("db1 ~ follow the primary");
    }

    @Test
    void aReplicaIsNotWellBeforeThePrimaryHasAPartner() {
        assertThat(changes(replicaNow(ALONE), primaryNow(ALONE))).containsExactly("db1 ~ follow the primary");
    }

    @Test
    void theNewestOfWhatAgentsKnowCounts() {
        ActualDatabase late =
                agent(marked(running("shop")), "term=3 primary=db1 partner=db2#life1", "replica", false, true);
        assertThat(changes(late, primaryNow(PAIR))).containsExactly("db1 ~ follow the primary");
    }

    @Test
    void anEmptyMachineBesideAPrimaryIsCopiedToByItsAgent() {
        assertThat(changes(ActualDatabase.NOTHING, primaryNow(ALONE))).containsExactly("db1 + follow the primary");
    }

    @Test
    void dataOfItsOwnBesideAPrimaryIsRefused() {
        assertThat(refusals(running("blog", "wiki"), primaryNow(ALONE)))
                .singleElement()
                .asString()
                .startsWith(
                        "db1: should be a replica but holds data of its own (blog, wiki) that did not come from the primary."
                                + " Tandem does not overwrite it.");
    }

    @Test
    void everyReplicaIsLookedAt() {
        assertThat(refusals(running("blog"), primaryNow(ALONE), running("wiki")))
                .extracting(refusal -> refusal.substring(0, 3))
                .containsExactly("db1", "db3");
    }

    @Test
    void aPrimaryThatTheFileDoesNotHaveIsRefused() {
        assertThat(refusals(replicaNow("term=4 primary=db9 partner=db1#life1")))
                .singleElement()
                .asString()
                .contains("the primary is db9, which site.yaml does not have as a database");
    }

    @Test
    void nothingDecidedIsEverDecidedAgain() {
        List<ActualDatabase> seconds = List.of(
                ActualDatabase.NOTHING,
                marked(stopped("shop")),
                following("10.0.0.2", "shop"),
                agent(marked(stopped("shop")), ""));
        for (ActualDatabase second : seconds) {
            assertThat(plan(second, primaryNow(ALONE)).work().flatMap(work -> work.changes(Change.Bootstrap.class)))
                    .as(second.toString())
                    .isEmpty();
        }
    }

    // --- accounts
    // ------------------------------------------------------------------------------------------------------

    @Test
    void grantsMayComeInAnyOrder() {
        List<String> grants = new ArrayList<>(ACCOUNT.grants()).reversed();
        assertThat(changesOf(Map.of(ACCOUNT.quoted(), grants))).isEmpty();
    }

    @Test
    void anAccountWithMoreRightsIsSetAgain() {
        List<String> more = new ArrayList<>(ACCOUNT.grants());
        more.add("GRANT DROP ON `shop`.* TO " + ACCOUNT.quoted());
        assertThat(changesOf(Map.of(ACCOUNT.quoted(), more)))
                .containsExactly("db2 ~ database account " + ACCOUNT.quoted());
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
            assertThat(changesOf(Map.of(ACCOUNT.quoted(), grants)))
                    .containsExactly("db2 ~ password of database account " + ACCOUNT.quoted());
        }
    }

    @Test
    void anAccountOfOursThatIsNoLongerWantedIsDroppedButNotTheAgents() {
        Map<String, List<String>> grants = Map.of(
                ACCOUNT.quoted(),
                ACCOUNT.grants(),
                "`tandem_old`@`%`",
                List.of("GRANT USAGE ON *.* TO `tandem_old`@`%`"),
                "`tandem_agent`@`10.0.0.2`",
                List.of("GRANT SUPER ON *.* TO `tandem_agent`@`10.0.0.2`"));
        assertThat(changesOf(grants)).containsExactly("db2 - database account `tandem_old`@`%`");
    }

    private List<String> changesOf(Map<String, List<String>> grants) {
        return changes(replicaNow(PAIR), agent(marked(server(grants, "shop")), PAIR, "primary", true, false));
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private static SortedSet<String> schemas(String... schemas) {
        return new TreeSet<>(Set.of(schemas));
    }

    private static ActualDatabase server(Map<String, List<String>> grants, String... schemas) {
        return new ActualDatabase(
                schemas(schemas),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Server(grants)),
                Optional.empty());
    }

    private static ActualDatabase running(String... schemas) {
        return server(Map.of(), schemas);
    }

    private static ActualDatabase stopped(String... schemas) {
        return new ActualDatabase(
                schemas(schemas), true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ActualDatabase following(String address, String... schemas) {
        return new ActualDatabase(
                schemas(schemas),
                true,
                Optional.empty(),
                Optional.of(address),
                Optional.of(new Server(Map.of())),
                Optional.empty());
    }

    private static ActualDatabase marked(ActualDatabase seen) {
        return new ActualDatabase(
                seen.schemas(), seen.initialised(), Optional.of(SITE), seen.source(), seen.server(), seen.agent());
    }

    private static ActualDatabase with(ActualDatabase seen, ActualAgent agent) {
        return new ActualDatabase(
                seen.schemas(), seen.initialised(), seen.site(), seen.source(), seen.server(), Optional.of(agent));
    }

    /** An agent that knows of no decision where the text is empty. */
    private static ActualDatabase agent(ActualDatabase seen, String state) {
        return agent(seen, state, "stopped", false, false);
    }

    private static ActualDatabase agent(ActualDatabase seen, String state, String role, boolean open, boolean follows) {
        Optional<ClusterState> known = state.isEmpty() ? Optional.empty() : Optional.of(ClusterState.parse(state));
        return with(seen, new ActualAgent("says something.", known, true, role, open, follows));
    }

    private static ActualDatabase primaryNow(String state) {
        return agent(marked(server(Map.of(ACCOUNT.quoted(), ACCOUNT.grants()), "shop")), state, "primary", true, false);
    }

    private static ActualDatabase replicaNow(String state) {
        return agent(marked(following("10.0.0.2", "shop")), state, "replica", false, true);
    }

    private Plan plan(ActualDatabase... databases) {
        List<DesiredMachine> desired = new ArrayList<>();
        for (int number = 1; number <= databases.length; number++) {
            MachineName name = new MachineName("db" + number);
            FakeMachine machine = new FakeMachine();
            machine.database = Optional.of(databases[number - 1]);
            if (foundedOnce) {
                machine.applied.put("bootstrap", new AppliedFingerprints("a", "b", List.of()));
            }
            machines.put(name, machine);
            desired.add(new DesiredMachine(
                    name,
                    List.of(
                            new Component(
                                    "bootstrap",
                                    Stage.BOOTSTRAP,
                                    List.of(new DatabaseData(SITE, "shop", "10.0.0." + number))),
                            new Component(
                                    "database", Stage.PRIMARY, List.of(new DatabaseMember("shop", List.of(ACCOUNT)))),
                            new Component("replica", Stage.REPLICAS, List.of(new DatabaseReplica())))));
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
