package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.time.FakeTicker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Giving a connection back commits nothing, and what could not be cleaned up goes to nobody else. */
class CleanUpTest {
    private final List<String> journal = new ArrayList<>();
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final RoutingDataSource source = Fakes.routing(primary, replica, new FakeTicker());

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SQLException refused() {
        return new SQLException("refused", "HY000", 1);
    }

    private void thrownAway(String connection) {
        assertThat(journal).endsWith(connection + " abort", connection + " close");
        assertThat(journal).doesNotContain(connection + " setAutoCommit true", connection + " commit");
    }

    /** Before, auto-commit was turned on again, which commits what could not be rolled back. */
    @Test
    void aRollbackThatFailsEndsTheConnectionAndCommitsNothing() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).refuse("rollback", refused());
            assertThatThrownBy(connection::rollback).hasMessage("refused");
            thrownAway("primary1");
            run(connection, "INSERT 2");
            connection.commit();
        }
        assertThat(journal).contains("primary2 commit");
        assertThat(primary.stillOut()).isZero();
    }

    @Test
    void aDriverThatBreaksInsteadOfFailingIsNoException() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).whenCalled("rollback", () -> {
                throw new IllegalStateException("broken driver");
            });
            assertThatThrownBy(connection::rollback).hasMessage("broken driver");
            thrownAway("primary1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback", "setAutoCommit", "setTransactionIsolation"})
    void whatCannotBeRestoredWhenItIsGivenBackIsThrownAway(String call) throws SQLException {
        for (boolean breaks : new boolean[] {true, false}) {
            journal.clear();
            Connection connection = source.getConnection();
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            FakeConnection physical = primary.connection(primary.handedOut());
            if (breaks) {
                physical.whenCalled(call, () -> {
                    throw new IllegalStateException("broken driver");
                });
            } else {
                physical.refuse(call, refused());
            }
            connection.close();
            assertThat(journal.subList(journal.size() - 2, journal.size()))
                    .allMatch(line -> line.endsWith(" abort") || line.endsWith(" close"));
            assertThat(physical.closed()).isTrue();
        }
    }

    @Test
    void aTransactionThatATextBeganIsRolledBackBeforeSomebodyElseHasTheConnection() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "START TRANSACTION");
            run(connection, "INSERT 1");
        }
        assertThat(journal).containsSubsequence("primary1 run INSERT 1", "primary1 rollback", "primary1 close");
    }

    @Test
    void whatATextTurnedOffIsOnForWhoeverHasTheConnectionNext() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "SET autocommit = 0");
            run(connection, "INSERT 1");
        }
        assertThat(journal)
                .containsExactly(
                        "primary1 run SET autocommit = 0",
                        "primary1 run INSERT 1",
                        "primary1 rollback",
                        "primary1 setAutoCommit true",
                        "primary1 close");
    }

    @Test
    void aTransactionThatIsOverIsNotRolledBackOnceMore() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            connection.commit();
        }
        assertThat(journal)
                .containsExactly(
                        "primary1 setAutoCommit false",
                        "primary1 run INSERT 1",
                        "primary1 commit",
                        "primary1 setAutoCommit true",
                        "primary1 close");
    }

    @Test
    void aStatementThatDoesNotCloseTakesItsConnectionWithIt() throws SQLException {
        try (Connection connection = source.getConnection()) {
            PreparedStatement statement = connection.prepareStatement("SELECT 1");
            statement.execute();
            primary.connection(1).whenStatementCalls("close", () -> {
                throw refused();
            });
            assertThatThrownBy(statement::close).hasMessage("refused");
        }
        thrownAway("primary1");
    }

    /** A pool that got it back might lend it out with the transaction that is open on it. */
    @Test
    void aConnectionThatCannotEvenBeCutOffIsNotGivenBack() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            primary.connection(1).refuse("rollback", refused());
            primary.connection(1).refuse("abort", refused());
            assertThatThrownBy(connection::rollback).hasMessage("refused");
            assertThat(journal).doesNotContain("primary1 close", "primary1 setAutoCommit true");
            run(connection, "INSERT 2");
        }
        assertThat(journal).contains("primary2 run INSERT 2");
    }

    @Test
    void aSettingWhoseWriteFailedIsWrittenAgain() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "SELECT 1");
            primary.connection(1).refuse("setCatalog", refused());
            connection.setCatalog("other");
            assertThatThrownBy(() -> run(connection, "SELECT 2")).hasMessage("refused");
            primary.connection(1).accept("setCatalog");
            connection.setCatalog("site");
            run(connection, "SELECT 3");
        }
        assertThat(journal).contains("primary1 setCatalog site");
    }

    /** An abort while it runs would make the driver send KILL, which releases a commit that waits for the partner. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoAbortsAndClosesFromOutsideLeavesTheEndToTheStatementThatRuns(boolean commit) throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        if (commit) {
            run(connection, "INSERT 1");
        }
        String call = commit ? "commit" : "execute";
        List<String> during = new ArrayList<>();
        FakeConnection.Happening happening = () -> {
            connection.abort(Runnable::run);
            connection.close();
            during.addAll(journal);
        };
        if (commit) {
            primary.connection(1).whenCalled(call, happening);
            connection.commit();
        } else {
            primary.onConnection(1, made -> made.whenCalled(call, happening));
            run(connection, "INSERT 1");
        }
        assertThat(during).doesNotContain("primary1 abort", "primary1 close", "primary1 rollback");
        assertThat(journal).endsWith("primary1 abort", "primary1 close");
        assertThat(connection.isClosed()).isTrue();
    }
}
