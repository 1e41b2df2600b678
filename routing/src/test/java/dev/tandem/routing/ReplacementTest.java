package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** How a connection is come by: asked for again, and replaced when it breaks before anything ran on it. */
class ReplacementTest extends TwoServers {
    @Test
    void aConnectionThatCannotBeHadIsAskedForAgain() throws SQLException {
        primary.refuseTimes(3, new SQLTransientConnectionException("refused", "08001"));
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
        }
        assertThat(runs()).containsExactly("primary1 run INSERT 1");
        assertThat(source.repetitions()).isEqualTo(3);
    }

    @Test
    void thereIsAnEndToAsking() {
        primary.refuse(new SQLTransientConnectionException("refused", "08001"));
        long before = ticker.nanos();
        assertThatThrownBy(() -> {
                    try (Connection connection = source.getConnection()) {
                        run(connection, "INSERT 1");
                    }
                })
                .hasMessage("refused");
        assertThat(ticker.nanos() - before)
                .isBetween(
                        RoutingTimes.DEFAULT.repetition().toNanos() * 9 / 10,
                        RoutingTimes.DEFAULT.repetition().toNanos());
        assertThat(journal).hasSizeLessThan(40);
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void whatIsNoMatterOfTheConnectionIsNotAskedForAgain() {
        primary.refuse(new SQLException("Access denied", "28000", 1045));
        assertThatThrownBy(() -> run(source.getConnection(), "INSERT 1")).hasMessage("Access denied");
        assertThat(journal).containsExactly("primary refused");
    }

    @Test
    void aConnectionThatBreaksWhileSettingsAreAppliedIsReplacedAndCutOff() throws SQLException {
        failsOnPrimary(1, "setAutoCommit", lost());
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            connection.commit();
        }
        assertThat(runs()).containsExactly("primary2 run INSERT 1");
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close", "primary2 run INSERT 1");
    }

    @Test
    void aConnectionToWhatIsPrimaryNoLongerSinceItWasAskedForIsReplaced() throws SQLException {
        primary.onConnection(1, made -> gate.renew(gate.generation()));
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
        }
        assertThat(runs()).containsExactly("primary2 run INSERT 1");
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void aConnectionToWhatIsPrimaryNoLongerSinceItsSettingsWereAppliedIsReplaced() throws SQLException {
        primary.onConnection(1, made -> made.whenCalled("setAutoCommit", () -> gate.renew(gate.generation())));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            connection.commit();
        }
        assertThat(runs()).containsExactly("primary2 run INSERT 1");
    }

    @Test
    void aConnectionThatBreaksWhilePreparingIsReplacedEvenForAWriteInAutoCommitMode() throws SQLException {
        failsOnPrimary(1, "prepareStatement", lost());
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, 7);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        assertThat(runs()).containsExactly("primary2 run " + INSERT + " {1=7}");
    }

    @Test
    void aConnectionKeptFromAQuestionThatBrokeInTheMeantimeIsReplaced() throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getCatalog()).isEqualTo("site");
            connection.setSchema("other");
            primary.connection(1).refuse("setSchema", lost());
            run(connection, "INSERT 1");
        }
        assertThat(journal).containsSubsequence("primary1 abort", "primary1 close", "primary2 run INSERT 1");
    }

    @Test
    void aConnectionIsNotCutOffUnderAResultThatTheApplicationStillReads() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement reading = connection.createStatement()) {
            var rows = reading.executeQuery("SELECT 1");
            primary.connection(1).refuse("execute", readOnlyServer());
            assertThatThrownBy(() -> run(connection, "INSERT 2")).hasMessageContaining("--read-only");
            assertThat(rows.getString(1)).isEqualTo("primary1 row set 1");
        }
    }

    @Test
    void aQuestionThatFindsNoConnectionIsAskedAgain() throws SQLException {
        primary.refuseTimes(2, new SQLTransientConnectionException("refused", "08001"));
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getCatalog()).isEqualTo("site");
        }
    }

    @Test
    void anInterruptedThreadDoesNotTryAgain() {
        primary.refuse(new SQLTransientConnectionException("refused", "08001"));
        RoutingDataSource interrupted =
                new RoutingDataSource(primary, replica, RoutingTimes.DEFAULT, gate, ticker, duration -> {
                    throw new InterruptedException();
                });
        assertThatThrownBy(() -> run(interrupted.getConnection(), "INSERT 1")).hasMessage("refused");
        assertThat(Thread.interrupted()).isTrue();
    }
}
