package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.failure.FailureKind;
import dev.tandem.routing.time.FakeTicker;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application can tell "it is not known whether this was committed" from "nothing was done, run it again", and can commit neither afterwards. */
class OutcomeTest {
    private final List<String> journal = new ArrayList<>();
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final RoutingDataSource source = Fakes.routing(primary, replica, new FakeTicker());

    private static SQLException lost() {
        return new SQLException("Connection reset", "08000", 1234);
    }

    private static SQLException readOnlyServer() {
        return new SQLException("running with the --read-only option", "HY000", 1290);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection begun(String... statements) throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        for (String statement : statements) {
            run(connection, statement);
        }
        return connection;
    }

    private void nothingWasCommitted() {
        assertThat(journal).doesNotContain("primary1 commit", "primary1 setAutoCommit true");
    }

    // ---- the commit

    @Test
    void aLostCommitIsUnknownByTypeByStateAndByWhatTheDriverSaid() throws SQLException {
        SQLException lost = lost();
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("commit", lost);
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasMessageContaining("Connection reset")
                    .hasCause(lost)
                    .hasFieldOrPropertyWithValue("SQLState", "08007")
                    .hasFieldOrPropertyWithValue("errorCode", 1234);
        }
        assertThat(journal).endsWith("primary1 abort", "primary1 close");
    }

    @Test
    void anUnknownCommitStaysUnknownUntilItIsRolledBack() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("commit", lost());
            assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
            primary.connection(1).accept("commit");
            assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
            assertThatThrownBy(() -> run(connection, "INSERT 2")).isInstanceOf(CommitUnknownException.class);
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(CommitUnknownException.class);
            connection.rollback();
            run(connection, "INSERT 3");
        }
        nothingWasCommitted();
        assertThat(journal).doesNotContain("primary1 run INSERT 2").contains("primary2 run INSERT 3");
    }

    @Test
    void turningAutoCommitOnCommitsAndIsUnknownLikewise() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("setAutoCommit", lost());
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(CommitUnknownException.class);
            assertThat(connection.getAutoCommit()).isFalse();
            connection.rollback();
        }
        assertThat(journal).endsWith("primary1 abort", "primary1 close");
    }

    @ParameterizedTest
    @ValueSource(ints = {1180, 1053, 1927, 1026, 0})
    void aCommitThatFailsInAnyOtherWayIsUnknown(int number) throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("commit", new SQLException("during commit", "HY000", number));
            assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
        }
    }

    @Test
    void whatTheStandardCallsUnknownIsNoRollback() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("commit", new SQLException("completion unknown", "40003"));
            assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
        }
    }

    @Test
    void aDriverThatBreaksInACommitLeavesItUnknown() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).whenCalled("commit", () -> {
                throw new IllegalStateException("broken driver");
            });
            assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
        }
        nothingWasCommitted();
    }

    @Test
    void turningAutoCommitOnAtAReadOnlyServerDidNothing() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("setAutoCommit", readOnlyServer());
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(RolledBackException.class);
            connection.rollback();
            run(connection, "INSERT 2");
        }
        assertThat(journal).contains("primary2 run INSERT 2");
    }

    @Test
    void aDeadlockAtTheCommitIsToldAsItIs() throws SQLException {
        SQLException deadlock = new SQLTransactionRollbackException("Deadlock found", "40001", 1213);
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("commit", deadlock);
            assertThatThrownBy(connection::commit).isSameAs(deadlock);
            connection.rollback();
        }
        assertThat(journal).contains("primary1 rollback");
    }

    @Test
    void aCommitThatAReadOnlyServerRefusedDidNothing() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("commit", readOnlyServer());
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(RolledBackException.class)
                    .hasFieldOrPropertyWithValue("errorCode", 1290);
            primary.connection(1).accept("commit");
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
        }
        nothingWasCommitted();
        assertThat(journal).endsWith("primary1 abort", "primary1 close");
    }

    @Test
    void aLostCommitOfWhatOnlyReadMayBeRunAgain() throws SQLException {
        try (Connection connection = begun("SELECT a FROM t")) {
            primary.connection(1).refuse("commit", lost());
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
        }
    }

    /** An updatable result set writes, though its statement only read. */
    @ParameterizedTest
    @ValueSource(strings = {"updateRow", "insertRow", "deleteRow"})
    void aLostCommitOfRowsThatWereWrittenThroughAResultSetIsUnknown(String call) throws SQLException {
        try (Connection connection = begun();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
            write(rows, call);
            primary.connection(1).refuse("commit", lost());
            assertThatThrownBy(connection::commit).isInstanceOf(CommitUnknownException.class);
        }
    }

    private static void write(ResultSet rows, String call) throws SQLException {
        switch (call) {
            case "updateRow" -> rows.updateRow();
            case "insertRow" -> rows.insertRow();
            default -> rows.deleteRow();
        }
    }

    @Test
    void aRowThatIsLostInATransactionEndsIt() throws SQLException {
        for (boolean ofMetadata : new boolean[] {true, false}) {
            int number = primary.handedOut() + 1;
            try (Connection connection = begun("INSERT 1");
                    Statement statement = connection.createStatement();
                    ResultSet rows = ofMetadata
                            ? connection.getMetaData().getTables(null, null, null, null)
                            : statement.executeQuery("SELECT a FROM t")) {
                primary.connection(number).whenRowsCall("next", () -> {
                    throw lost();
                });
                assertThatThrownBy(rows::next).isInstanceOf(RolledBackException.class);
                assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
            }
        }
    }

    @Test
    void aRowThatIsLostWithAutoCommitOnIsUnknownWhenItWasWritten() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
            FakeConnection.Happening happening = () -> {
                throw lost();
            };
            primary.connection(1).whenRowsCall("next", happening);
            primary.connection(1).whenRowsCall("updateRow", happening);
            assertThatThrownBy(rows::next).hasMessage("Connection reset");
            assertThatThrownBy(rows::updateRow).isInstanceOf(CommitUnknownException.class);
        }
    }

    @Test
    void aQuestionToAStatementThatLosesTheConnectionEndsTheTransaction() throws SQLException {
        try (Connection connection = begun("INSERT 1");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT a FROM t");
            primary.connection(1).whenStatementCalls("getMoreResults", () -> {
                throw lost();
            });
            assertThatThrownBy(statement::getMoreResults).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
        }
    }

    @Test
    void aCommitOnAConnectionThatThePoolClosedBeforeDidNothing() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).breakDown();
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
        }
        nothingWasCommitted();
    }

    // ---- what comes before it

    @Test
    void aTransactionThatLostItsConnectionMayBeRunAgainAsAfterADeadlock() throws SQLException {
        SQLException lost = lost();
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("execute", lost);
            assertThatThrownBy(() -> run(connection, "INSERT 2"))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .isInstanceOf(RolledBackException.class)
                    .hasCause(lost)
                    .hasFieldOrPropertyWithValue("SQLState", "40001")
                    .hasFieldOrPropertyWithValue("errorCode", 1234);
        }
    }

    /** A driver that had not noticed, or a server that takes writes again, would commit the half that it has. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasToldToHaveDoneNothingCannotBeCommittedAfterwards(boolean readOnlyServer) throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("execute", readOnlyServer ? readOnlyServer() : lost());
            assertThatThrownBy(() -> run(connection, "INSERT 2")).isInstanceOf(RolledBackException.class);
            primary.connection(1).accept("execute");
            assertThatThrownBy(() -> run(connection, "INSERT 3")).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(() -> connection.setCatalog("other")).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(connection::setSavepoint).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(connection::getSchema).isInstanceOf(RolledBackException.class);
            assertThat(connection.isValid(1)).isFalse();
        }
        nothingWasCommitted();
        assertThat(journal).doesNotContain("primary1 run INSERT 3").endsWith("primary1 abort", "primary1 close");
    }

    @Test
    void aSavepointOfALostTransactionLeadsNowhere() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            Savepoint savepoint = connection.setSavepoint("a");
            run(connection, "INSERT 2");
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "INSERT 3")).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(() -> connection.rollback(savepoint)).isInstanceOf(RolledBackException.class);
            connection.rollback();
            assertThatThrownBy(() -> connection.rollback(savepoint)).hasMessageContaining("no transaction is open");
            assertThatThrownBy(() -> connection.releaseSavepoint(savepoint))
                    .hasMessageContaining("no transaction is open");
        }
        assertThat(primary.handedOut()).as("no transaction began for it").isEqualTo(1);
        nothingWasCommitted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback", "releaseSavepoint", "setSavepoint"})
    void aSavepointThatLosesTheConnectionDoesNotMove(String call) throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            Savepoint savepoint = connection.setSavepoint("a");
            primary.connection(1).refuse(call, lost());
            assertThatThrownBy(() -> {
                        switch (call) {
                            case "rollback" -> connection.rollback(savepoint);
                            case "releaseSavepoint" -> connection.releaseSavepoint(savepoint);
                            default -> connection.setSavepoint("b");
                        }
                    })
                    .isInstanceOf(RolledBackException.class);
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aSettingThatLosesTheConnectionOfATransactionTellsSo() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).refuse("setCatalog", lost());
            assertThatThrownBy(() -> connection.setCatalog("other")).isInstanceOf(RolledBackException.class);
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
        }
        nothingWasCommitted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE t (a INT)", "CALL p()", "UPDATE 1; COMMIT", "COMMIT", "SET autocommit = 1"})
    void afterAStatementThatMayHaveCommittedALossIsUnknown(String earlier) throws SQLException {
        try (Connection connection = begun("INSERT 1", earlier)) {
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "INSERT 2")).isInstanceOf(CommitUnknownException.class);
        }
        nothingWasCommitted();
    }

    /** Its texts are told one by one, not when it runs. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchOfTextsIsJudgedByAllOfThem(boolean mayCommit) throws SQLException {
        try (Connection connection = begun("INSERT 1");
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT 2");
            statement.addBatch(mayCommit ? "CREATE TABLE t (a INT)" : "UPDATE 3");
            primary.connection(1).refuse("executeBatch", lost());
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(mayCommit ? CommitUnknownException.class : RolledBackException.class);
        }
    }

    @Test
    void aBatchOfTextsThatIsClearedLeavesNothingBehind() throws SQLException {
        try (Connection connection = begun("INSERT 1");
                Statement statement = connection.createStatement()) {
            statement.addBatch("CALL p()");
            statement.clearBatch();
            statement.addBatch("INSERT 2");
            primary.connection(1).refuse("executeBatch", lost());
            assertThatThrownBy(statement::executeBatch).isInstanceOf(RolledBackException.class);
        }
    }

    @Test
    void whatWasDoneOnTheDriversOwnObjectsMayHaveCommitted() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            assertThat(connection.unwrap(FakeConnection.Vendor.class)).isNotNull();
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "INSERT 2")).isInstanceOf(CommitUnknownException.class);
        }
    }

    @Test
    void aFailureAfterWhichThePoolClosesTheConnectionIsToldAsItIsAndTheTransactionIsOver() throws SQLException {
        try (Connection connection = begun("INSERT 1")) {
            primary.connection(1).whenCalled("execute", () -> {
                primary.connection(1).breakDown();
                throw new SQLException("statement timed out", "70100", 1969);
            });
            assertThatThrownBy(() -> run(connection, "INSERT 2")).hasMessage("statement timed out");
            assertThatThrownBy(connection::commit).isInstanceOf(RolledBackException.class);
        }
        nothingWasCommitted();
    }

    @Test
    void aWriteInAReadOnlyTransactionIsToldAsItIs() throws SQLException {
        replica.onConnection(1, made -> made.refuse("execute", new SQLException("READ ONLY", "25006", 1792)));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, "INSERT 1")).hasMessage("READ ONLY");
            replica.connection(1).accept("execute");
            run(connection, "SELECT 1");
            connection.commit();
        }
    }

    @Test
    void aReadOnlyTransactionIsRunAgainToo() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            run(connection, "SELECT 1");
            replica.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "SELECT 2")).isInstanceOf(RolledBackException.class);
        }
        assertThat(replica.handedOut() + primary.handedOut()).isEqualTo(1);
    }

    // ---- with auto-commit on

    @ParameterizedTest
    @ValueSource(
            strings = {"INSERT 1", "CREATE TABLE t (a INT)", "CALL p()", "SELECT f()", "SELECT 1 INTO OUTFILE 'x'"})
    void aLostStatementThatCommitsByItselfIsUnknown(String sql) throws SQLException {
        primary.onConnection(1, made -> made.refuse("execute", lost()));
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, sql)).isInstanceOf(CommitUnknownException.class);
        }
    }

    @Test
    void aLostBatchIsUnknownAndItsCountsAreAtHand() throws SQLException {
        primary.onConnection(
                1, made -> made.refuse("executeBatch", new BatchUpdateException("reset", "08000", 0, new int[] {1})));
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT 1")) {
            statement.setInt(1, 1);
            statement.addBatch();
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(CommitUnknownException.class)
                    .hasCauseInstanceOf(BatchUpdateException.class);
        }
    }

    @Test
    void aLostReadIsToldAsItIs() throws SQLException {
        SQLException lost = lost();
        primary.onConnection(1, made -> made.refuse("execute", lost));
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "SELECT a FROM t")).isSameAs(lost);
            run(connection, "SELECT 1");
        }
        assertThat(primary.handedOut()).isEqualTo(2);
    }

    @Test
    void aServerThatStaysReadOnlyDidNothing() {
        for (int connection = 1; connection < 100; connection++) {
            primary.onConnection(connection, made -> made.refuse("execute", readOnlyServer()));
        }
        assertThatThrownBy(() -> {
                    try (Connection connection = source.getConnection()) {
                        run(connection, "INSERT 1");
                    }
                })
                .isInstanceOf(RolledBackException.class)
                .hasFieldOrPropertyWithValue("errorCode", 1290);
    }

    @Test
    void whereNoConnectionIsHadTheReasonIsToldAsItIs() {
        SQLException away = new SQLException("nobody listens", "08001");
        primary.refuse(away);
        assertThatThrownBy(() -> run(source.getConnection(), "INSERT 1")).isSameAs(away);
    }

    @Test
    void whatWasToldOnceIsNotRepeatedByWhoeverHearsIt() {
        assertThat(FailureKind.of(new CommitUnknownException(lost()))).isEqualTo(FailureKind.OTHER);
        assertThat(FailureKind.of(new RolledBackException(readOnlyServer()))).isEqualTo(FailureKind.OTHER);
        assertThat(FailureKind.of(new SessionLostException(lost()))).isEqualTo(FailureKind.OTHER);
    }
}
