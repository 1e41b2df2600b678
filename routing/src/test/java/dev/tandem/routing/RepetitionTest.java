package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is run again after a failure, and what never is. */
class RepetitionTest extends TwoServers {
    @Test
    void theFirstStatementOfATransactionThatLostItsConnectionRunsOnAnother() throws SQLException {
        failsOnPrimary(1, "executeUpdate", lost());
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            statement.setInt(1, 7);
            statement.executeUpdate();
            connection.commit();
        }
        assertThat(runs()).containsExactly("primary2 run " + INSERT + " {1=7}");
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close", "primary2 commit");
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void theSecondStatementOfATransactionIsNeverRepeated() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "INSERT 2"))
                    .isInstanceOf(RolledBackException.class)
                    .hasMessageContaining("Connection reset");
            connection.rollback();
        }
        assertThat(primary.handedOut()).isEqualTo(1);
        assertThat(source.repetitions()).isZero();
    }

    @Test
    void theSecondStatementIsNotRepeatedWhenTheServerBecameReadOnly() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).refuse("execute", readOnlyServer());
            assertThatThrownBy(() -> run(connection, "INSERT 2")).hasMessageContaining("--read-only");
            connection.rollback();
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aWriteInAutoCommitModeThatLostItsConnectionIsNeverRepeated() throws SQLException {
        failsOnPrimary(1, "execute", lost());
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "INSERT 1"))
                    .isInstanceOf(CommitUnknownException.class)
                    .hasMessageContaining("Connection reset");
        }
        assertThat(primary.handedOut()).isEqualTo(1);
        assertThat(source.repetitions()).isZero();
    }

    @Test
    void aReadThatIsNotInAReadOnlyTransactionMayCallWhatWritesAndIsNotRepeatedInAutoCommitMode() throws SQLException {
        failsOnPrimary(1, "execute", lost());
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "SELECT f()")).isInstanceOf(CommitUnknownException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1053, 1927})
    void aServerThatEndsOrKillsMayHaveCommittedFirst(int number) throws SQLException {
        failsOnPrimary(1, "execute", new SQLException("ends", "70100", number));
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "INSERT 1"))
                    .isInstanceOf(CommitUnknownException.class)
                    .hasMessageContaining("ends");
            connection.setAutoCommit(false);
            failsOnPrimary(2, "execute", new SQLException("ends", "70100", number));
            primary.connection(1).breakDown();
            run(connection, "INSERT 2");
            connection.commit();
        }
        assertThat(runs()).containsExactly("primary3 run INSERT 2");
    }

    @Test
    void aCommitThatLostItsConnectionIsNeverRepeated() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).refuse("commit", lost());
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasMessageContaining("Connection reset");
        }
        assertThat(runs()).hasSize(1);
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void aWriteThatAReadOnlyServerRefusedIsRepeatedInAutoCommitMode() throws SQLException {
        failsOnPrimary(1, "executeUpdate", readOnlyServer());
        failsOnPrimary(2, "executeUpdate", readOnlyServer());
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, 7);
            statement.executeUpdate();
        }
        assertThat(runs()).containsExactly("primary3 run " + INSERT + " {1=7}");
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close", "primary2 abort", "primary2 close");
    }

    @Test
    void aWriteThatAReadOnlyServerRefusedIsRepeatedAsTheFirstOfATransaction() throws SQLException {
        failsOnPrimary(1, "execute", new SQLException("Running in read-only mode", "HY000", 1836));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            connection.commit();
        }
        assertThat(journal)
                .containsSubsequence("primary2 setAutoCommit false", "primary2 run INSERT 1", "primary2 commit");
    }

    @Test
    void aConnectionToAReadOnlyServerIsNotUsedForTheNextTransactionNorLeftInAPool() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "SELECT 1");
            primary.connection(1).refuse("executeUpdate", readOnlyServer());
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                assertThatThrownBy(statement::executeUpdate).hasMessageContaining("--read-only");
            }
            connection.rollback();
            run(connection, "SELECT 2");
            primary.connection(2).refuse("commit", readOnlyServer());
            assertThatThrownBy(connection::commit).hasMessageContaining("--read-only");
        }
        assertThat(runs()).containsExactly("primary1 run SELECT 1", "primary2 run SELECT 2");
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close", "primary2 abort", "primary2 close");
    }

    @Test
    void theSameNumberForAnotherOptionIsTheApplicationsAffair() throws SQLException {
        failsOnPrimary(1, "execute", new SQLException("running with the --secure-file-priv option", "HY000", 1290));
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "SELECT 1 INTO OUTFILE 'x'"))
                    .hasMessageContaining("secure-file-priv");
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aWriteInAReadOnlyTransactionIsTheApplicationsMistake() throws SQLException {
        replica.onConnection(1, made -> made.refuse("execute", new SQLException("READ ONLY", "25006", 1792)));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, "INSERT 1")).hasMessage("READ ONLY");
        }
        assertThat(primary.handedOut()).isZero();
        assertThat(replica.handedOut()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReadThatLostItsConnectionToAReplicaRunsOnThePrimary(boolean autoCommit) throws SQLException {
        replica.onConnection(1, made -> made.refuse("execute", lost()));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(autoCommit);
            run(connection, "SELECT 1");
        }
        assertThat(runs()).containsExactly("primary1 run SELECT 1");
        assertThat(replica.handedOut())
                .as("the pool's other connections may all be dead")
                .isEqualTo(1);
        assertThat(replica.stillOut()).isZero();
    }

    /** The application's word keeps no driver and no server from writing: not a file, a lock or a variable, and a driver need not pass it on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT 1",
                "SELECT f()",
                "SELECT shop.count(1)",
                "SELECT 1 INTO OUTFILE 'x'",
                "SELECT NEXTVAL(s)",
                "SELECT NEXT VALUE FOR s",
                "SELECT GET_LOCK('a', 1)",
                "SELECT @a := @a + 1",
                "WITH a AS (SELECT 1) DELETE FROM t",
                "SELECT a FROM t FOR UPDATE",
                "SELECT 1 /*! INTO OUTFILE 'x' */",
                "/* by: articles */ SELECT f()"
            })
    void whatMayWriteIsNotRepeatedInAutoCommitModeThoughItIsCalledReadOnly(String sql) throws SQLException {
        replica.onConnection(1, made -> made.refuse("execute", lost()));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            assertThatThrownBy(() -> run(connection, sql)).hasMessageContaining("Connection reset");
        }
        assertThat(replica.handedOut()).isEqualTo(1);
        assertThat(primary.handedOut()).isZero();
        assertThat(source.repetitions()).isZero();
    }

    @Test
    void whatMayWriteIsNotRepeatedOnThePrimaryThatStandsInForAReplica() throws SQLException {
        replica.refuse(new SQLTransientConnectionException("away", "08001"));
        failsOnPrimary(1, "execute", lost());
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(CommitUnknownException.class);
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    /** A rollback does not take it back. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 INTO OUTFILE 'x'", "SELECT SETVAL(s, 1)"})
    void whatNoRollbackTakesBackIsNotRepeatedAsTheFirstOfATransactionEither(String sql) throws SQLException {
        failsOnPrimary(1, "execute", lost());
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, sql)).hasMessageContaining("Connection reset");
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aReadGoesToThePrimaryWhenTheReplicaIsLostForGood() throws SQLException {
        replica.onConnection(1, made -> {
            made.refuse("execute", lost());
            replica.refuse(new SQLTransientConnectionException("refused", "08001"));
        });
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SELECT 1");
        }
        assertThat(runs()).containsExactly("primary1 run SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id INT)",
                "CALL p()",
                "COMMIT",
                "SET autocommit = 1",
                "INSERT INTO t VALUES (1); COMMIT",
                "/*!50000 COMMIT */",
                "LOAD DATA INFILE 'x' INTO TABLE t"
            })
    void whatMayCommitByItselfIsNotRepeated(String sql) throws SQLException {
        failsOnPrimary(1, "execute", lost());
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, sql)).isInstanceOf(CommitUnknownException.class);
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET @limit = 5", "SELECT GET_LOCK('a', 1)", "CREATE TEMPORARY TABLE a (b INT)"})
    void whereAnEarlierStatementLeftSomethingInTheSessionNothingIsRepeated(String earlier) throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, earlier);
            primary.connection(1).refuse("execute", readOnlyServer());
            assertThatThrownBy(() -> run(connection, "UPDATE 2")).hasMessageContaining("--read-only");
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aStatementAfterAnInsertIsRepeatedUnlessItAsksForTheKey() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            primary.connection(1).refuse("execute", readOnlyServer());
            run(connection, "UPDATE 2");
            assertThatThrownBy(() -> run(connection, "SELECT LAST_INSERT_ID()"))
                    .isInstanceOf(SessionLostException.class);
            run(connection, "INSERT 3");
            primary.connection(2).refuse("execute", readOnlyServer());
            assertThatThrownBy(() -> run(connection, "UPDATE t SET a = LAST_INSERT_ID()"))
                    .hasMessageContaining("--read-only");
        }
        assertThat(primary.handedOut()).isEqualTo(2);
    }

    @Test
    void aLaterStatementInAutoCommitModeIsRepeatedWhereNothingWasLeft() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "UPDATE 1");
            primary.connection(1).refuse("execute", readOnlyServer());
            run(connection, "UPDATE 2");
        }
        assertThat(runs()).containsExactly("primary1 run UPDATE 1", "primary2 run UPDATE 2");
    }

    @Test
    void aTransactionsFirstStatementIsRepeatedAlsoAfterATransactionThatInserted() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            connection.commit();
            primary.connection(1).refuse("execute", lost());
            run(connection, "INSERT 2");
            connection.commit();
        }
        assertThat(runs()).containsExactly("primary1 run INSERT 1", "primary2 run INSERT 2");
    }

    @Test
    void aParameterThatCanBeReadOnceIsNotSentTwice() throws SQLException {
        failsOnPrimary(1, "executeUpdate", lost());
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            statement.setCharacterStream(1, new StringReader("long"));
            assertThatThrownBy(statement::executeUpdate).isInstanceOf(RolledBackException.class);
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aBatchIsRepeatedAsTheFirstOfATransaction() throws SQLException {
        failsOnPrimary(1, "executeBatch", lost());
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            for (int value = 1; value <= 2; value++) {
                statement.setInt(1, value);
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        }
        assertThat(journal)
                .containsSubsequence(
                        "primary2 addBatch " + INSERT + " {1=1}",
                        "primary2 addBatch " + INSERT + " {1=2}",
                        "primary2 run " + INSERT + " {1=2}",
                        "primary2 commit");
    }

    @Test
    void aBatchInAutoCommitModeMayBeHalfCommittedAndIsNotRepeated() throws SQLException {
        failsOnPrimary(1, "executeBatch", new BatchUpdateException("--read-only", "HY000", 1290, new int[] {1}));
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, 1);
            statement.addBatch();
            assertThatThrownBy(statement::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aFailureOfTheStatementItselfIsNotRepeated() throws SQLException {
        failsOnPrimary(1, "execute", new SQLException("Deadlock found", "40001", 1213));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, "INSERT 1")).hasMessage("Deadlock found");
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void whatTheApplicationAbortedIsNotRepeated() throws SQLException {
        Connection connection = source.getConnection();
        connection.setReadOnly(true);
        replica.onConnection(
                1,
                made -> made.whenCalled("execute", () -> {
                    connection.abort(Runnable::run);
                    throw lost();
                }));
        assertThatThrownBy(() -> run(connection, "SELECT 1")).hasMessage("Connection reset");
        connection.close();
        assertThat(replica.handedOut() + primary.handedOut()).isEqualTo(1);
    }

    @Test
    void anAnswerThatDidNotComeInTimeIsNotAskedForAgain() {
        SQLException timeout = new SQLException("Socket error", "08000", new SocketTimeoutException("Read timed out"));
        replica.onConnection(1, made -> made.refuse("execute", timeout));
        assertThatThrownBy(() -> {
                    try (Connection connection = source.getConnection()) {
                        connection.setReadOnly(true);
                        run(connection, "SELECT SLEEP(100)");
                    }
                })
                .isSameAs(timeout);
    }
}
