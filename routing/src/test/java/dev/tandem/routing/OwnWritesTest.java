package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.route.WritePosition;
import dev.tandem.routing.time.FakeTicker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever wrote something reads it, although reads go to a replica. */
class OwnWritesTest {
    private static final String LAST = "@@last_gtid";
    private static final String WAIT = "MASTER_GTID_WAIT";

    private final List<String> journal = new ArrayList<>();
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final RoutingDataSource source = Fakes.routing(primary, replica, new FakeTicker());

    @BeforeEach
    void allIsWell() {
        primary.answer(LAST, "0-1-5");
        replica.answer(WAIT, 0);
    }

    private void write(String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, sql);
            connection.commit();
        }
    }

    private void read(String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            run(connection, sql);
            connection.commit();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> questions() {
        return journal.stream()
                .filter(line -> line.contains(LAST) || line.contains(WAIT))
                .toList();
    }

    private String where(String sql) {
        return journal.stream()
                .filter(line -> line.endsWith("run " + sql))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElse("nowhere");
    }

    @Test
    void whoNeverWroteAndBringsNothingPaysNothing() throws SQLException {
        Causality client = Causality.unknown();
        client.run(() -> {
            read("SELECT 1");
            write("SELECT 2 FOR UPDATE");
            return null;
        });
        assertThat(questions()).isEmpty();
        assertThat(where("SELECT 1")).isEqualTo("replica1");
        assertThat(client.token()).isEmpty();
    }

    @Test
    void withoutACausalityNobodyIsAsked() throws SQLException {
        write("INSERT 1");
        read("SELECT 1");
        assertThat(questions()).isEmpty();
    }

    @Test
    void afterACommitThePositionIsKnownAndAReplicaThatHasItIsRead() throws SQLException {
        Causality client = Causality.unknown();
        client.run(() -> {
            write("INSERT 1");
            read("SELECT 1");
            return null;
        });
        assertThat(questions()).hasSize(2);
        assertThat(questions().get(0)).startsWith("primary1 run");
        assertThat(questions().get(1)).startsWith("replica1 run").contains("1=0-1-5, 2=0.1");
        assertThat(where("SELECT 1")).isEqualTo("replica1");
        assertThat(client.token()).contains("0-1-5");
    }

    @Test
    void aReplicaIsAskedBeforeTheTransactionBegins() throws SQLException {
        Causality.of("0-1-5").run(() -> {
            read("SELECT 1");
            return null;
        });
        assertThat(journal.get(0)).contains(WAIT);
    }

    @Test
    void aReplicaThatIsBehindIsPassedOverAndNotAskedAgainByThisClient() throws SQLException {
        replica.answer(WAIT, -1);
        Causality.of("0-1-5").run(() -> {
            read("SELECT 1");
            read("SELECT 2");
            return null;
        });
        assertThat(where("SELECT 1")).startsWith("primary");
        assertThat(where("SELECT 2")).startsWith("primary");
        assertThat(questions()).hasSize(1);
        assertThat(source.behind()).isEqualTo(1);
        assertThat(replica.stillOut()).isZero();
    }

    @Test
    void anAutoCommitWriteIsReadByTheSameConnectionAfterwards() throws SQLException {
        Causality client = Causality.unknown();
        client.run(() -> {
            try (Connection connection = source.getConnection()) {
                run(connection, "INSERT 1");
                connection.setReadOnly(true);
                run(connection, "SELECT 1");
            }
            return null;
        });
        assertThat(questions()).hasSize(2);
        assertThat(where("SELECT 1")).isEqualTo("replica1");
        assertThat(client.token()).contains("0-1-5");
    }

    @Test
    void whileAWritesPositionIsNotKnownYetReadsGoToThePrimary() throws SQLException {
        Causality.unknown().run(() -> {
            try (Connection writing = source.getConnection()) {
                run(writing, "INSERT 1");
                read("SELECT 1");
            }
            read("SELECT 2");
            return null;
        });
        assertThat(where("SELECT 1")).startsWith("primary");
        assertThat(where("SELECT 2")).startsWith("replica");
    }

    @Test
    void aReadThatStaysOnTheReplicaIsCheckedAgainAfterAWriteElsewhere() throws SQLException {
        Causality.unknown().run(() -> {
            try (Connection reading = source.getConnection()) {
                reading.setReadOnly(true);
                run(reading, "SELECT 1");
                replica.answer(WAIT, -1);
                write("INSERT 1");
                run(reading, "SELECT 2");
            }
            return null;
        });
        assertThat(where("SELECT 1")).startsWith("replica");
        assertThat(where("SELECT 2")).startsWith("primary");
    }

    @Test
    void aReadThatStaysOnTheReplicaLeavesItWhileAWritesPositionIsNotKnown() throws SQLException {
        Causality.unknown().run(() -> {
            try (Connection reading = source.getConnection();
                    Connection writing = source.getConnection()) {
                reading.setReadOnly(true);
                run(reading, "SELECT 1");
                run(writing, "INSERT 1");
                run(reading, "SELECT 2");
            }
            return null;
        });
        assertThat(where("SELECT 1")).startsWith("replica");
        assertThat(where("SELECT 2")).startsWith("primary");
    }

    @Test
    void aCommitThatMayHaveHappenedSendsTheClientsReadsToThePrimary() throws SQLException {
        Causality.unknown().run(() -> {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                run(connection, "INSERT 1");
                primary.connection(1).refuse("commit", new SQLException("gone", "08000"));
                assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
                primary.connection(1).breakDown();
            }
            read("SELECT 1");
            return null;
        });
        assertThat(where("SELECT 1")).isEqualTo("primary2");
    }

    @Test
    void aPrimaryThatCannotSayWhereTheWriteIsKeepsTheClient() throws SQLException {
        primary.onConnection(
                1, made -> made.refuse("executeQuery", new SQLException("Unknown variable", "HY000", 1193)));
        Causality.unknown().run(() -> {
            write("INSERT 1");
            read("SELECT 1");
            return null;
        });
        assertThat(where("SELECT 1")).startsWith("primary");
    }

    @Test
    void aReplicaThatDoesNotKnowTheQuestionCannotMakeAReadFail() throws SQLException {
        replica.onConnection(
                1, made -> made.refuse("executeQuery", new SQLException("no such function", "42000", 1305)));
        Causality.of("0-1-5").run(() -> {
            read("SELECT 1");
            return null;
        });
        assertThat(where("SELECT 1")).startsWith("primary");
    }

    @Test
    void anUpdateThatChangedNothingAsksForNothing() throws SQLException {
        primary.answer(LAST, "");
        Causality client = Causality.unknown();
        client.run(() -> {
            write("UPDATE t SET a = 1");
            read("SELECT 1");
            return null;
        });
        assertThat(where("SELECT 1")).isEqualTo("replica1");
        assertThat(client.token()).isEmpty();
    }

    @Test
    void whoOnlyReadsNeedNotCarryOnWhatItBrought() {
        assertThat(Causality.of("0-1-5").token()).isEmpty();
    }

    @Test
    void whatAClientBringsIsKeptBesideWhatItWrites() throws SQLException {
        Causality client = Causality.of("0-1-900.7-2-3");
        client.run(() -> {
            write("INSERT 1");
            return null;
        });
        assertThat(client.token()).contains("0-1-900.7-2-3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0-1",
                "0-1-5' OR 1=1",
                "0-1-5;0-1-6",
                "0-1-99999999999999999999",
                "4294967296-1-1",
                "-1-1-1",
                "1-1-1.2-1-1.3-1-1.4-1-1.5-1-1.6-1-1.7-1-1.8-1-1.9-1-1",
                "0-1-5."
            })
    void whatIsNoTokenIsIgnored(String forged) throws SQLException {
        Causality client = Causality.of(forged);
        client.run(() -> {
            read("SELECT 1");
            return null;
        });
        assertThat(questions()).isEmpty();
        assertThat(where("SELECT 1")).isEqualTo("replica1");
    }

    @Test
    void sequencesAreComparedAsTheServerDoes() {
        WritePosition large = WritePosition.parse("0-1-18446744073709551615").orElseThrow();
        WritePosition small = WritePosition.parse("0-2-9,3-1-1").orElseThrow();
        assertThat(small.and(large).text()).isEqualTo("0-1-18446744073709551615,3-1-1");
        assertThat(large.and(small)).isEqualTo(small.and(large));
    }
}
