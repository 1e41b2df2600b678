package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.time.FakeTicker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where transactions go, and when. */
class RoutingTest {
    private final List<String> journal = new ArrayList<>();
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final FakeTicker ticker = new FakeTicker();
    private final RoutingDataSource source = Fakes.routing(primary, replica, ticker);

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> runs() {
        return journal.stream().filter(line -> line.contains(" run ")).toList();
    }

    @Test
    void aConnectionThatIsNotUsedCostsNothing() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setReadOnly(false);
            connection.commit();
            connection.rollback();
        }
        assertThat(journal).isEmpty();
    }

    @Test
    void aTransactionThatIsNotReadOnlyGoesToThePrimary() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT");
            connection.commit();
        }
        assertThat(journal)
                .containsExactly(
                        "primary1 setAutoCommit false",
                        "primary1 run INSERT",
                        "primary1 commit",
                        "primary1 setAutoCommit true",
                        "primary1 close");
    }

    @Test
    void aReadOnlyTransactionGoesToTheReplica() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            run(connection, "SELECT");
            connection.commit();
        }
        assertThat(journal)
                .containsExactly(
                        "replica1 setReadOnly true",
                        "replica1 setAutoCommit false",
                        "replica1 run SELECT",
                        "replica1 commit",
                        "replica1 setAutoCommit true",
                        "replica1 setReadOnly false",
                        "replica1 close");
    }

    @Test
    void inAutoCommitModeEachStatementGoesWhereReadOnlySays() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT");
            connection.setReadOnly(true);
            run(connection, "SELECT");
            connection.setReadOnly(false);
            run(connection, "write again");
        }
        assertThat(runs()).containsExactly("primary1 run INSERT", "replica1 run SELECT", "primary2 run write again");
    }

    @Test
    void readOnlyCannotChangeInsideATransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT");
            assertThatThrownBy(() -> connection.setReadOnly(true))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("commit or roll back first");
            run(connection, "write more");
            connection.rollback();
            connection.setReadOnly(true);
            run(connection, "SELECT");
        }
        assertThat(runs()).containsExactly("primary1 run INSERT", "primary1 run write more", "replica1 run SELECT");
    }

    /** Who has all that one may have of a pool does not send everybody else's reads to the primary. */
    @Test
    void whoseTurnAtTheReplicaDoesNotComeGoesToThePrimaryAlone() throws SQLException {
        replica.refuseTimes(1, new NoTurnException("has 7 of 10"));
        for (int client = 0; client < 2; client++) {
            try (Connection connection = source.getConnection()) {
                connection.setReadOnly(true);
                run(connection, "SELECT");
            }
        }
        assertThat(runs()).containsExactly("primary1 run SELECT", "replica1 run SELECT");
        assertThat(source.fallbacks()).isEqualTo(1);
    }

    @Test
    void isolationCannotChangeInsideATransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT");
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theNextTransactionChoosesAnew() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            run(connection, "SELECT");
            connection.commit();
            connection.setReadOnly(false);
            run(connection, "INSERT");
            connection.rollback();
        }
        assertThat(runs()).containsExactly("replica1 run SELECT", "primary1 run INSERT");
        assertThat(journal).contains("replica1 commit", "primary1 rollback");
    }

    @Test
    void aTransactionStaysOnThePrimaryItFellBackTo() throws SQLException {
        replica.refuse(new SQLTransientConnectionException("nobody listens"));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            run(connection, "SELECT 1");
            replica.accept();
            ticker.advance(Duration.ofSeconds(5));
            run(connection, "SELECT 2");
            connection.commit();
            run(connection, "SELECT 3");
        }
        assertThat(runs()).containsExactly("primary1 run SELECT 1", "primary1 run SELECT 2", "replica1 run SELECT 3");
    }

    @Test
    void theReplicaIsNotAskedAgainWhileItRests() throws SQLException {
        replica.refuse(new SQLTransientConnectionException("nobody listens"));
        for (int transaction = 0; transaction < 3; transaction++) {
            try (Connection connection = source.getConnection()) {
                connection.setReadOnly(true);
                run(connection, "SELECT");
            }
        }
        assertThat(journal.stream().filter("replica refused"::equals)).hasSize(1);
        assertThat(runs()).allMatch(line -> line.startsWith("primary")).hasSize(3);
        assertThat(source.fallbacks()).isEqualTo(3);
    }

    @Test
    void theReplicaIsUsedAgainAfterItsRest() throws SQLException {
        replica.refuse(new SQLTransientConnectionException("nobody listens"));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT 1");
        }
        replica.accept();
        ticker.advance(Duration.ofSeconds(1));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT 2");
        }
        assertThat(runs()).containsExactly("primary1 run SELECT 1", "replica1 run SELECT 2");
    }

    @Test
    void aReplicaThatBreaksWhileSettingsAreAppliedIsNotFit() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT 1");
            connection.setCatalog("other");
            replica.connection(1).refuse("setCatalog", new SQLException("gone", "08S01"));
            connection.setAutoCommit(false);
            run(connection, "SELECT 2");
        }
        assertThat(runs()).containsExactly("replica1 run SELECT 1", "primary1 run SELECT 2");
        assertThat(replica.stillOut()).isZero();
    }

    @Test
    void anApplicationsWrongSettingIsNotTheReplicasFault() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT");
            replica.connection(1).refuse("setCatalog", new SQLException("Unknown database 'x'", "42000"));
            connection.setCatalog("x");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, "SELECT")).hasMessageContaining("Unknown database");
        }
        assertThat(source.fallbacks()).isZero();
        assertThat(primary.handedOut()).isZero();
    }

    @Test
    void whenNeitherAnswersBothReasonsAreTold() throws SQLException {
        primary.refuse(new SQLTransientConnectionException("primary away"));
        replica.refuse(new SQLTransientConnectionException("replica away"));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            assertThatThrownBy(() -> run(connection, "SELECT"))
                    .hasMessage("primary away")
                    .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("replica away"));
        }
    }

    @Test
    void aWriteNeverGoesToTheReplica() throws SQLException {
        primary.refuse(new SQLTransientConnectionException("primary away"));
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "INSERT")).hasMessage("primary away");
        }
        assertThat(replica.handedOut()).isZero();
    }

    @Test
    void aBrokenPhysicalConnectionIsReplacedForTheNextTransactionOnly() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).breakDown();
            assertThatThrownBy(() -> run(connection, "INSERT 2"))
                    .isInstanceOf(RolledBackException.class)
                    .hasMessageContaining("Connection is closed");
            assertThat(primary.handedOut()).isEqualTo(1);
            connection.rollback();
            run(connection, "INSERT 3");
        }
        assertThat(runs()).containsExactly("primary1 run INSERT 1", "primary2 run INSERT 3");
    }

    @Test
    void metadataIsAUseAndComesFromTheTransactionsSide() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            var metadata = connection.getMetaData();
            assertThat(journal).isEmpty();
            assertThat(metadata.getURL()).isEqualTo("replica1");
            assertThat(metadata.getConnection()).isSameAs(connection);
            assertThatThrownBy(() -> connection.setReadOnly(false)).isInstanceOf(SQLException.class);
            connection.commit();
            connection.setReadOnly(false);
            assertThat(metadata.getURL()).isEqualTo("primary1");
        }
    }

    @Test
    void anOpenResultSetSurvivesASwitchAndItsConnectionIsGivenBackAtTheEnd() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement("SELECT");
                    ResultSet rows = statement.executeQuery()) {
                connection.commit();
                connection.setReadOnly(false);
                run(connection, "INSERT");
                assertThat(rows.getString(1)).isEqualTo("replica1 row set 1");
                assertThat(replica.stillOut()).isEqualTo(1);
                connection.commit();
            }
        }
        assertThat(replica.stillOut()).isZero();
        assertThat(primary.stillOut()).isZero();
    }

    @Test
    void withNothingOpenTheOldConnectionGoesBackBeforeTheNewOneIsTaken() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT");
            connection.setReadOnly(false);
            run(connection, "INSERT");
        }
        assertThat(journal)
                .containsSubsequence(
                        "replica1 run SELECT", "replica1 setReadOnly false", "replica1 close", "primary1 run INSERT");
    }

    @Test
    void userAndPasswordAreNotForTheApplicationToChoose() {
        assertThatThrownBy(() -> source.getConnection("root", "secret"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void theDataSourceUnwrapsToItselfOnly() throws SQLException {
        assertThat(source.unwrap(RoutingDataSource.class)).isSameAs(source);
        assertThat(source.isWrapperFor(FakeDataSource.class)).isFalse();
        assertThatThrownBy(() -> source.unwrap(FakeDataSource.class)).isInstanceOf(SQLException.class);
    }
}
