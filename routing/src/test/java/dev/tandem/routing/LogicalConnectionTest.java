package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.time.FakeTicker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What JDBC promises of a connection and its statements holds for the one the application has. */
class LogicalConnectionTest {
    private final List<String> journal = new ArrayList<>();
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final RoutingDataSource source = Fakes.routing(primary, replica, new FakeTicker());

    private List<String> runs() {
        return journal.stream().filter(line -> line.contains(" run ")).toList();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void settingsMadeBeforeTheFirstUseAreApplied() throws SQLException {
        try (Connection connection = source.getConnection()) {
            Properties info = new Properties();
            info.setProperty("ApplicationName", "shop");
            connection.setNetworkTimeout(Runnable::run, 1500);
            connection.setClientInfo(info);
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            connection.setCatalog("other");
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            run(connection, "INSERT");
            FakeConnection physical = primary.connection(1);
            assertThat(physical.setting("NetworkTimeout")).isEqualTo(1500);
            assertThat(physical.setting("ClientInfo")).isEqualTo(info);
            assertThat(physical.setting("Holdability")).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            assertThat(physical.setting("Catalog")).isEqualTo("other");
            assertThat(physical.setting("TransactionIsolation")).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            connection.rollback();
        }
    }

    @Test
    void autoCommitGoesOffAfterEverythingElseIsSet() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            run(connection, "SELECT");
            connection.commit();
        }
        assertThat(journal)
                .containsSubsequence(
                        "replica1 setReadOnly true",
                        "replica1 setTransactionIsolation " + Connection.TRANSACTION_READ_COMMITTED,
                        "replica1 setAutoCommit false",
                        "replica1 run SELECT");
    }

    @Test
    void whatAConnectionHasAlreadyIsNotSentAgain() throws SQLException {
        replica.handOutReadOnly();
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT");
        }
        assertThat(journal).containsExactly("replica1 run SELECT", "replica1 close");
    }

    @Test
    void settingsFollowTheApplicationToTheOtherSide() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT");
            connection.setCatalog("other");
            connection.setReadOnly(false);
            run(connection, "INSERT");
            assertThat(primary.connection(1).setting("Catalog")).isEqualTo("other");
        }
    }

    @Test
    void whatWasSetIsAnsweredWithoutAConnection() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setCatalog("other");
            connection.setNetworkTimeout(Runnable::run, 1500);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(connection.getCatalog()).isEqualTo("other");
            assertThat(connection.getNetworkTimeout()).isEqualTo(1500);
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(primary.handedOut()).isZero();
    }

    @Test
    void whatWasNotSetIsAskedAndBeginsNoTransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(connection.getCatalog()).isEqualTo("site");
            assertThat(connection.isValid(1)).isTrue();
            connection.setReadOnly(true);
            run(connection, "SELECT");
        }
        assertThat(runs()).containsExactly("replica1 run SELECT");
    }

    @Test
    void aConnectionGoesBackAsItCame() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setCatalog("other");
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            run(connection, "SELECT");
        }
        FakeConnection physical = replica.connection(1);
        assertThat(physical.setting("ReadOnly")).isEqualTo(false);
        assertThat(physical.setting("AutoCommit")).isEqualTo(true);
        assertThat(physical.setting("Catalog")).isEqualTo("site");
        assertThat(physical.setting("TransactionIsolation")).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(journal).containsSubsequence("replica1 rollback", "replica1 setAutoCommit true", "replica1 close");
    }

    @Test
    void aConnectionThatCannotBeRestoredIsCutOff() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setCatalog("other");
            run(connection, "INSERT");
            primary.connection(1).refuse("setCatalog", new SQLException("no"));
        }
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close");
    }

    @Test
    void closingTwiceIsNothing() throws SQLException {
        Connection connection = source.getConnection();
        run(connection, "INSERT");
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        assertThat(journal.stream().filter("primary1 close"::equals)).hasSize(1);
        assertThatThrownBy(connection::createStatement).hasMessageContaining("closed");
    }

    @Test
    void abortLetsTheStatementOnThePrimaryEndAndCloseCutsItsConnectionOff() throws SQLException {
        Connection connection = source.getConnection();
        run(connection, "INSERT");
        connection.abort(Runnable::run);
        assertThat(connection.isClosed()).isTrue();
        assertThat(journal).doesNotContain("primary1 abort");
        connection.close();
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close");
    }

    @Test
    void isValidSaysNoWhenNobodyAnswers() throws SQLException {
        primary.refuse(new SQLTransientConnectionException("away"));
        try (Connection connection = source.getConnection()) {
            assertThat(connection.isValid(1)).isFalse();
            assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void commitWithAutoCommitOnIsRefused() throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(connection::commit).hasMessageContaining("auto-commit on");
            assertThatThrownBy(connection::rollback).hasMessageContaining("auto-commit on");
            assertThatThrownBy(connection::setSavepoint).hasMessageContaining("auto-commit on");
        }
    }

    @Test
    void turningAutoCommitOnCommitsTheOpenTransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT");
            connection.setAutoCommit(true);
            assertThat(journal).endsWith("primary1 setAutoCommit true");
            connection.setReadOnly(true);
            run(connection, "SELECT");
        }
        assertThat(runs()).containsExactly("primary1 run INSERT", "replica1 run SELECT");
    }

    @Test
    void aFailedCommitLeavesTheTransactionToBeRolledBackOnTheSameConnection() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT");
            primary.connection(1).refuse("commit", new SQLException("deadlock", "40001"));
            assertThatThrownBy(connection::commit).hasMessage("deadlock");
            assertThatThrownBy(() -> connection.setReadOnly(true)).isInstanceOf(SQLException.class);
            connection.rollback();
        }
        assertThat(journal).contains("primary1 rollback");
    }

    @Test
    void statementsAndResultSetsLeadBackToTheApplicationsObjects() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT");
                ResultSet rows = statement.executeQuery()) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(statement.getResultSet()).isEqualTo(rows);
        }
    }

    @Test
    void unwrappingReachesTheDriver() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.isWrapperFor(FakeConnection.Vendor.class)).isTrue();
            assertThat(connection.unwrap(FakeConnection.Vendor.class)).isNotNull();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(statement.isWrapperFor(FakeConnection.Vendor.class)).isTrue();
            assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
        }
    }

    @Test
    void aPreparedStatementKeptOverTransactionsIsPreparedAgainOnTheOtherSide() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(50);
            statement.setString(1, "a");
            statement.executeQuery();
            connection.commit();
            connection.setReadOnly(true);
            statement.executeQuery();
            connection.commit();
            statement.setString(1, "b");
            statement.executeQuery();
            connection.commit();
        }
        assertThat(runs())
                .containsExactly(
                        "primary1 run SELECT ? {1=a, FetchSize=50}",
                        "replica1 run SELECT ? {1=a, FetchSize=50}",
                        "replica1 run SELECT ? {1=b, FetchSize=50}");
    }

    @Test
    void clearedParametersAreNotReplayed() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
            statement.setString(1, "a");
            statement.execute();
            statement.clearParameters();
            connection.setReadOnly(true);
            statement.execute();
        }
        assertThat(runs()).containsExactly("primary1 run SELECT ? {1=a}", "replica1 run SELECT ?");
    }

    @Test
    void preparingBeginsNoTransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
                statement.setString(1, "a");
                connection.setReadOnly(true);
                statement.executeQuery();
            }
            connection.commit();
        }
        assertThat(runs()).containsExactly("replica1 run SELECT ? {1=a}");
    }

    @Test
    void aBatchRunsWhereItWasGathered() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert")) {
            connection.setAutoCommit(false);
            statement.setString(1, "a");
            statement.addBatch();
            statement.executeBatch();
            connection.commit();
        }
        assertThat(journal).containsSubsequence("primary1 addBatch insert {1=a}", "primary1 run insert {1=a}");
    }

    @Test
    void aBatchMovesWithItsParametersAndSettings() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert")) {
            statement.execute();
            statement.setString(1, "a");
            statement.addBatch();
            statement.setString(1, "b");
            statement.addBatch();
            connection.setCatalog("other");
            connection.setReadOnly(true);
            statement.executeBatch();
            statement.executeBatch();
        }
        assertThat(journal)
                .containsSubsequence(
                        "replica1 addBatch insert {1=a}",
                        "replica1 addBatch insert {1=b}",
                        "replica1 run insert {1=b}",
                        "replica1 run insert {1=b}");
        assertThat(journal.stream().filter(line -> line.startsWith("replica1 addBatch")))
                .hasSize(2);
    }

    @Test
    void theDriversExceptionArrivesUnwrapped() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert")) {
            statement.execute();
            SQLException duplicate = new SQLException("Duplicate entry", "23000", 1062);
            primary.connection(1).refuse("executeUpdate", duplicate);
            assertThatThrownBy(statement::executeUpdate).isSameAs(duplicate);
        }
    }

    @Test
    void closingTheConnectionClosesItsStatements() throws SQLException {
        Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT ?");
        connection.close();
        assertThat(statement.isClosed()).isTrue();
        assertThatThrownBy(statement::execute).hasMessageContaining("closed");
    }

    @Test
    void cancelReachesTheStatementThatReads() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            statement.cancel();
            assertThat(journal).isEmpty();
            statement.execute("SELECT 1");
            statement.cancel();
        }
        assertThat(journal).contains("replica1 cancel");
    }

    /** For a cancel the driver sends KILL QUERY, which may meet a commit that waits for the partner, and releases it. */
    @Test
    void cancelDoesNotReachThePrimary() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT 1");
            statement.cancel();
        }
        assertThat(journal).containsExactly("primary1 run INSERT 1", "primary1 close");
    }
}
