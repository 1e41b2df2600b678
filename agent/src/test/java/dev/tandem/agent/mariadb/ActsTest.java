package dev.tandem.agent.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.Decision.Outcome;
import dev.tandem.agent.mariadb.FakeMysqld.Fault;
import dev.tandem.protocol.GtidPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every order that is given in SQL meets every fault at every statement that it consists of: its outcome says whether something may
 * still come, nothing is sent after what failed, and a second order does what the first one did not.
 */
@Timeout(120)
class ActsTest {
    @TempDir
    private Path folder;

    private int machines;

    private interface Situation {
        void of(FakeMachine machine) throws SQLException;
    }

    /** An order, and the situation in which it is given. */
    private record Order(String name, Decision.Act act, Situation situation) {}

    private static final List<Order> ORDERS = List.of(
            new Order("open", new Decision.Open(2), machine -> {
                follows(machine);
                machine.mysqld.replication.stop(true, false);
            }),
            new Order("open as the first primary", new Decision.Open(1), _ -> {}),
            new Order("close", new Decision.Close(), ActsTest::serves),
            new Order("commits wait", new Decision.SemiSync(true, "a partner is there"), machine -> {
                serves(machine);
                machine.mysqld.semiSync.put("no_tx", "12");
            }),
            new Order("commits do not wait", new Decision.SemiSync(false, "nobody is there"), machine -> {
                serves(machine);
                machine.mysqld.settings.put("rpl_semi_sync_master_enabled", "1");
            }),
            new Order("stop the receiver", new Decision.StopReceiver("it takes over"), ActsTest::follows),
            new Order("receive", new Decision.Receive(FakeMachine.OTHER, true), machine -> {
                follows(machine);
                machine.mysqld.replication.stop(true, false);
            }),
            new Order("follow", new Decision.Follow(FakeMachine.OTHER, false), machine -> {
                follows(machine);
                machine.mysqld.replication.stop(true, true);
            }),
            new Order(
                    "follow as a former primary",
                    new Decision.Follow(FakeMachine.OTHER, true),
                    machine -> machine.mysqld.replication.binlog = GtidPosition.parse("0-2-40")),
            new Order("demote", new Decision.Demote(FakeMachine.OTHER), machine -> {
                machine.mysqld.settings.put("rpl_semi_sync_master_enabled", "1");
                machine.mysqld.others.put(61, Map.of("user", "conduit", "command", "Sleep", "host", "10.80.0.21:4"));
                machine.mysqld.others.put(62, Map.of("user", "conduit", "command", "Sleep", "host", "10.80.0.21:5"));
            }));

    /** mariadb-backup's session sleeps while files are copied. */
    @Test
    void aDemotionEndsSessionsThatDoNothingAndNoCopy() throws Exception {
        FakeMachine machine = machine(ORDERS.getLast());
        machine.mysqld.others.put(63, Map.of("user", "mysql", "command", "Sleep", "host", "localhost"));
        assertThat(machine.mariadb().carryOut(new Decision.Demote(FakeMachine.OTHER)))
                .isEqualTo(Outcome.DONE);
        assertThat(machine.mysqld.others).containsOnlyKeys(63);
    }

    private static void follows(FakeMachine machine) throws SQLException {
        machine.mysqld.replication.source = FakeMachine.OTHER_ADDRESS;
        machine.mysqld.replication.applied = GtidPosition.parse("0-1-30");
        machine.mysqld.replication.received = GtidPosition.parse("0-1-30");
        machine.mysqld.replication.start(true, true);
    }

    private static void serves(FakeMachine machine) {
        machine.mysqld.settings.put("read_only", "0");
        machine.mysqld.settings.put("event_scheduler", "ON");
        machine.mysqld.table.exists = true;
    }

    /** Which events run is only noted, or read from there: a refusal is told, and keeps nobody from anything. */
    private static boolean isNote(String statement) {
        return statement.contains("tandem.events");
    }

    /** What an order leaves behind. */
    private record End(
            Map<String, String> settings,
            String source,
            boolean receives,
            boolean applies,
            GtidPosition applied,
            int others) {
        static End of(FakeMachine machine) {
            FakeReplication replication = machine.mysqld.replication;
            return new End(
                    Map.copyOf(machine.mysqld.settings),
                    replication.source,
                    replication.receiving,
                    replication.applying,
                    replication.applied,
                    machine.mysqld.others.size());
        }
    }

    private FakeMachine machine(Order order) throws IOException, SQLException {
        FakeMachine machine = new FakeMachine(folder.resolve("machine-" + machines++)).running();
        machine.mysqld.table.ofEvents = true;
        machine.look();
        order.situation().of(machine);
        machine.mysqld.forgetTold();
        return machine;
    }

    /** Without the row's, which has its own thread. */
    private static List<String> orders(List<String> statements) {
        return statements.stream()
                .filter(one -> !one.contains("FOR REPLACE INTO tandem.agent "))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyFaultAtEveryStatement() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Order order : ORDERS) {
            FakeMachine well = machine(order);
            assertThat(well.mariadb().carryOut(order.act())).as(order.name()).isEqualTo(Outcome.DONE);
            End end = End.of(well);
            List<String> statements = orders(well.mysqld.sent());
            List<List<String>> packets = well.mysqld.packets();
            for (int at = 0; at < statements.size(); at++) {
                for (Fault fault : Fault.values()) {
                    int place = at;
                    tests.add(dynamicTest(
                            order.name() + ": " + fault + " at " + statements.get(at),
                            () -> meets(order, new Met(statements, place, isOrder(packets.get(place)), fault), end)));
                }
            }
        }
        return tests.stream();
    }

    /** Whether something of what came together changes anything. */
    private static boolean isOrder(List<String> packet) throws SQLException {
        for (String statement : packet) {
            FakeMysqld any = new FakeMysqld();
            any.table.ofEvents = true;
            if (FakeSql.question(any, statement) == null) {
                return true;
            }
        }
        return false;
    }

    /**
     * A fault at one statement of an order.
     *
     * @param all the statements of the order
     * @param tellsMysqld what comes together with it changes something
     */
    private record Met(List<String> all, int at, boolean tellsMysqld, Fault fault) {
        boolean isRefusedNote() {
            return fault == Fault.REFUSED && isNote(all.get(at));
        }

        Outcome outcome() {
            if (isRefusedNote()) {
                return Outcome.DONE;
            }
            return tellsMysqld && fault != Fault.REFUSED ? Outcome.UNKNOWN : Outcome.REFUSED;
        }

        /** Whoever cannot close lets events run again; else nothing comes after what failed. */
        List<String> after() {
            boolean closes = fault == Fault.REFUSED && all.get(at).endsWith("read_only = ON");
            return closes ? List.of("SET GLOBAL event_scheduler = ON") : List.of();
        }
    }

    private void meets(Order order, Met met, End end) throws Exception {
        FakeMachine machine = machine(order);
        machine.mysqld.planAt(met.at(), met.fault());
        Outcome outcome = machine.mariadb().carryOut(order.act());
        assertThat(outcome).isEqualTo(met.outcome());
        if (!met.isRefusedNote()) {
            List<String> sent = orders(machine.mysqld.sent());
            assertThat(sent.subList(met.at() + 1, sent.size()))
                    .as("what comes after what failed")
                    .isEqualTo(met.after());
        }
        assertThat(machine.firewall.in("shunned"))
                .as("the source is shunned only meanwhile")
                .isEmpty();
        machine.mysqld.finishLate();
        assertThat(machine.mariadb().carryOut(order.act())).isEqualTo(Outcome.DONE);
        assertThat(End.of(machine)).isEqualTo(end);
    }

    /** After a quiet night; each order alone, so that none profits from another one's new session. */
    @TestFactory
    Stream<DynamicTest> noOrderNoticesThatItsSessionWasEnded() {
        return ORDERS.stream()
                .map(order -> dynamicTest(order.name(), () -> {
                    FakeMachine machine = machine(order);
                    machine.mysqld.endConnections();
                    machine.skip(Duration.ofHours(8));
                    assertThat(machine.mariadb().carryOut(order.act())).isEqualTo(Outcome.DONE);
                    assertThat(machine.process().kills()).isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> anOrderIsRefusedWhenThereIsNoWayToMysqld() {
        return ORDERS.stream()
                .map(order -> dynamicTest(order.name(), () -> {
                    FakeMachine machine = machine(order);
                    machine.mysqld.endConnections();
                    machine.mysqld.takesConnections(false);
                    machine.skip(Duration.ofHours(8));
                    assertThat(machine.mariadb().carryOut(order.act())).isEqualTo(Outcome.REFUSED);
                    assertThat(machine.mysqld.told()).isEmpty();
                    machine.mysqld.heal();
                    assertThat(machine.mariadb().carryOut(order.act())).isEqualTo(Outcome.DONE);
                }));
    }

    /** mysqld has ended: nothing of the order is still to come. */
    @TestFactory
    Stream<DynamicTest> anOrderToAMysqldThatDiesIsRefused() {
        return ORDERS.stream()
                .map(order -> dynamicTest(order.name(), () -> {
                    FakeMachine machine = machine(order);
                    machine.process().end();
                    assertThat(machine.mariadb().carryOut(order.act())).isEqualTo(Outcome.REFUSED);
                }));
    }
}
