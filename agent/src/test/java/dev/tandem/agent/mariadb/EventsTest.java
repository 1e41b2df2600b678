package dev.tandem.agent.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.mariadb.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to mysqld about events, and what is left of it when mysqld refuses a part. */
class EventsTest {
    private static final String OFF = "SET GLOBAL event_scheduler = OFF";
    private static final String ON = "SET GLOBAL event_scheduler = ON";

    private final FakeMysqld mysqld = new FakeMysqld();
    private final Events events = new Events(mysqld);

    /** The scheduler stayed off on a primary that went on taking writes. */
    @Test
    void aRefusedCloseLeavesTheSchedulerOn() {
        mysqld.refuse("read_only = ON", new SQLException("Lock wait timeout exceeded", "HY000", 1205));
        assertThatThrownBy(events::close).hasMessageContaining("Lock wait timeout");
        assertThat(mysqld.said).containsSubsequence(OFF, ON).last().isEqualTo(ON);
    }

    /** So that it counts as unanswered, and mysqld is killed, as with every order of which the outcome is unknown. */
    @Test
    void whenThatDoesNotComeAboutEitherItIsToldHow() {
        mysqld.refuse("read_only = ON", new SQLException("Lock wait timeout exceeded", "HY000", 1205));
        mysqld.refuse("scheduler = ON", new SQLException("the socket is gone", "08000"));
        assertThatThrownBy(events::close).hasMessage("the socket is gone");
    }

    /** It may still be carried out, and no event may run on what is closed then. */
    @Test
    void aCloseWithoutAnswerLeavesTheSchedulerOff() {
        mysqld.refuse("read_only = ON", new SQLException("the socket is gone", "08000"));
        assertThatThrownBy(events::close).hasMessage("the socket is gone");
        assertThat(mysqld.said).contains(OFF).doesNotContain(ON);
    }

    @Test
    void aCloseNotesWhatWasAlteredInTheLastMomentAndDoesNotHangOnThat() throws SQLException {
        events.close();
        assertThat(mysqld.said).hasSize(3).last().asString().contains("REPLACE INTO tandem.events");
        mysqld.refuse("REPLACE INTO tandem.events", new SQLException("Lock wait timeout exceeded", "HY000", 1205));
        events.close();
        assertThat(mysqld.said).doesNotContain(ON);
    }

    @Test
    void theTableIsMadeWhereThereIsNone() throws SQLException {
        mysqld.refuseOnce("tandem.events", new SQLException("Table 'tandem.events' doesn't exist", "42S02", 1146));
        events.record();
        assertThat(mysqld.said).last().asString().contains("CREATE TABLE", "REPLACE INTO");
    }

    @Test
    void onlyWhatRanIsEnabledAndNothingOfThatGetsIntoTheBinlog() throws SQLException {
        mysqld.answer = List.of(
                event("ran", "SLAVESIDE_DISABLED", "ENABLED"),
                event("stopped", "SLAVESIDE_DISABLED", "DISABLED"),
                event("over", "ENABLED", "DISABLED"),
                event("unknown", "SLAVESIDE_DISABLED", ""));
        events.adopt();
        List<String> alters =
                mysqld.said.stream().filter(said -> said.contains("ALTER")).toList();
        assertThat(alters)
                .hasSize(3)
                .allSatisfy(said -> assertThat(said)
                        .startsWith("SET SESSION sql_log_bin = 0, timestamp = 1795686857;")
                        .contains("DEFINER = `app``s`@`%`", "character_set_client = 'latin1'", "created = created"));
        assertThat(alters.get(0)).contains("EVENT `c`.`ran` ENABLE;");
        assertThat(alters.get(1)).contains("EVENT `c`.`stopped` DISABLE;");
        assertThat(alters.get(2)).contains("EVENT `c`.`over` DISABLE;");
        assertThat(mysqld.said).last().isEqualTo("SET SESSION sql_log_bin = 1, timestamp = DEFAULT");
    }

    @Test
    void anEventThatCannotBeEnabledKeepsNobodyFromServing() throws SQLException {
        mysqld.answer =
                List.of(event("bad", "SLAVESIDE_DISABLED", "ENABLED"), event("good", "SLAVESIDE_DISABLED", "ENABLED"));
        mysqld.refuse("`bad`", new SQLException("cannot be", "HY000", 1577));
        events.adopt();
        assertThat(mysqld.said).anySatisfy(said -> assertThat(said).contains("`c`.`good` ENABLE"));
        assertThat(mysqld.said).last().isEqualTo("SET SESSION sql_log_bin = 1, timestamp = DEFAULT");
    }

    @Test
    void aTableThatCannotBeReadKeepsNobodyFromServing() throws SQLException {
        mysqld.refuse("FROM mysql.event", new SQLException("Table 'event' is marked as crashed", "HY000", 145));
        events.adopt();
        assertThat(mysqld.said).hasSize(1);
    }

    @Test
    void aConnectionThatIsLostIsNotTakenForARefusal() {
        mysqld.answer = List.of(event("ran", "SLAVESIDE_DISABLED", "ENABLED"));
        mysqld.refuse("", new SQLException("the socket is gone", "08000"));
        assertThatThrownBy(events::adopt).hasMessage("the socket is gone");
    }

    /** An agent that ended between the two halves of an order left it so. */
    @ParameterizedTest
    @CsvSource({"0,OFF,ON", "1,ON,OFF", "0,ON,", "1,OFF,", "0,DISABLED,", "1,DISABLED,"})
    void theSchedulerRunsWhereWritesAreTaken(String closed, String runs, String changed) throws SQLException {
        mysqld.answer = List.of(Map.of("closed", closed, "runs", runs));
        events.mend();
        assertThat(mysqld.said.stream().skip(1).toList())
                .isEqualTo(changed == null ? List.of() : List.of("SET GLOBAL event_scheduler = " + changed));
    }

    @ParameterizedTest
    @CsvSource({"root@localhost,`root`@`localhost`", "a@b@%,`a@b`@`%`", "writer,`writer`", "writer@,`writer`"})
    void definersAreUsersOrRoles(String stored, String written) {
        assertThat(Events.definer(stored)).isEqualTo(written);
    }

    private static Map<String, String> event(String name, String status, String wanted) {
        Map<String, String> event =
                new HashMap<>(Map.of("db", "c", "name", name, "definer", "app`s@%", "status", status));
        event.putAll(Map.of("client", "latin1", "connection", "latin1_swedish_ci", "collation", "utf8mb4_bin"));
        event.putAll(Map.of("modified", "1795686857", "wanted", wanted));
        return event;
    }

    /** Writes down what it is told, and refuses what it was told to. */
    private static final class FakeMysqld implements Sql {
        private final List<String> said = new ArrayList<>();
        private final Map<String, SQLException> refusals = new HashMap<>();
        private final List<String> once = new ArrayList<>();
        private List<Map<String, String>> answer = List.of();

        private void refuse(String part, SQLException refusal) {
            refusals.put(part, refusal);
        }

        private void refuseOnce(String part, SQLException refusal) {
            refuse(part, refusal);
            once.add(part);
        }

        @Override
        public List<List<Map<String, String>>> answers(String statements) throws SQLException {
            said.add(statements);
            for (Map.Entry<String, SQLException> refusal : Map.copyOf(refusals).entrySet()) {
                if (statements.contains(refusal.getKey())) {
                    if (once.contains(refusal.getKey())) {
                        refusals.remove(refusal.getKey());
                    }
                    throw refusal.getValue();
                }
            }
            return List.of(answer);
        }

        @Override
        public List<List<Map<String, String>>> ask(String questions) throws SQLException {
            return answers(questions);
        }
    }
}
