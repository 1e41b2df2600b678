package com.foobar.conduit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.foobar.conduit.security.Viewer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionsTest {

    private static final Viewer NOBODY = Viewer.anonymous(false);
    private static final Viewer SOMEBODY = new Viewer(7, 0, false);

    private final FakeDataSource database = new FakeDataSource();
    private final AtomicLong nanos = new AtomicLong();
    private final Transactions transactions =
            new Transactions(database, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));

    @ParameterizedTest
    @CsvSource({
        "SHARED, false, false, replica",
        "SHARED, true,  false, replica",
        "SHARED, false, true,  primary",
        "SHARED, true,  true,  primary",
        "OWN,    false, false, replica",
        "OWN,    true,  false, primary",
        "OWN,    false, true,  primary",
        "LATEST, false, false, primary",
    })
    void aReadGoesToAReplicaUnlessItsReaderMayMissSomething(
            Freshness freshness, boolean signedIn, boolean wroteRecently, String where) {
        transactions.read(new Viewer(signedIn ? 7 : Viewer.NOBODY, 0, wroteRecently), freshness, connection -> "read");
        assertThat(database.done.getFirst()).isEqualTo("setReadOnly " + where.equals("replica"));
    }

    @Test
    void aReadIsOneReadOnlyTransaction() {
        String result = transactions.read(NOBODY, Freshness.SHARED, connection -> "result");
        assertThat(result).isEqualTo("result");
        assertThat(database.done).containsExactly("setReadOnly true", "setAutoCommit false", "commit", "close");
    }

    @Test
    void aWriteIsOneTransactionThatSeesTheLastState() {
        transactions.write(NOBODY, connection -> "result");
        assertThat(database.done)
                .containsExactly(
                        "setReadOnly false",
                        "setTransactionIsolation " + Connection.TRANSACTION_READ_COMMITTED,
                        "setAutoCommit false",
                        "commit",
                        "close");
    }

    @Test
    void whateverIsThrownRollsBack() {
        assertThatThrownBy(() -> transactions.write(NOBODY, connection -> {
                    throw new IllegalArgumentException("no such thing");
                }))
                .hasMessage("no such thing");
        assertThat(database.done).contains("rollback", "close").doesNotContain("commit");
    }

    @Test
    void whoLosesADeadlockTriesAgain() {
        AtomicInteger attempts = new AtomicInteger();
        int result = transactions.write(NOBODY, connection -> {
            if (attempts.incrementAndGet() < 3) {
                throw new SQLException("Deadlock found", "40001", 1213);
            }
            return attempts.get();
        });
        assertThat(result).isEqualTo(3);
        assertThat(database.done).filteredOn("rollback"::equals).hasSize(2);
    }

    @Test
    void whoLosesThreeDeadlocksGivesUp() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> transactions.write(NOBODY, connection -> {
                    attempts.incrementAndGet();
                    throw new SQLException("Deadlock found", "40001", 1213);
                }))
                .hasMessageContaining("Deadlock found");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsUnavailable() {
        database.refusal = new SQLTransientConnectionException("no connection within 1000 ms");
        assertThatThrownBy(() -> transactions.read(NOBODY, Freshness.SHARED, connection -> ""))
                .isInstanceOf(DatabaseUnavailableException.class);
    }

    @Test
    void aPrimaryThatTakesNoWritesIsUnavailable() {
        assertThatThrownBy(() -> transactions.write(NOBODY, connection -> {
                    throw new SQLException("running with the --read-only option", "HY000", 1290);
                }))
                .isInstanceOf(DatabaseUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"running with the --read-only option, HY000, 1290", "Connection reset, 08000, 0", "killed, 70100, 1927"
    })
    void whatBrokeOffBeforeItsCommitRunsAgain(String message, String state, int number) {
        AtomicInteger attempts = new AtomicInteger();
        int result = transactions.write(NOBODY, connection -> {
            if (attempts.incrementAndGet() < 20) {
                throw new SQLException(message, state, number);
            }
            return attempts.get();
        });
        assertThat(result).isEqualTo(20);
        assertThat(database.done).filteredOn("commit"::equals).hasSize(1);
    }

    @Test
    void whatTheDataSourceSaysDidNothingRunsAgain() {
        AtomicInteger attempts = new AtomicInteger();
        database.commitFailure = new SQLTransactionRollbackException("nothing of this was done", "40001", 0);
        int result = transactions.write(NOBODY, connection -> {
            if (attempts.incrementAndGet() < 20) {
                throw new SQLTransactionRollbackException("nothing of this was done", "40001", 0);
            }
            if (attempts.get() == 21) {
                database.commitFailure = null;
            }
            return attempts.get();
        });
        assertThat(result).isEqualTo(21);
    }

    @Test
    void whatTheDataSourceCallsUnknownNeverRunsAgain() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> transactions.write(NOBODY, connection -> {
                    attempts.incrementAndGet();
                    throw new SQLException("it is not known whether this was committed", "08007");
                }))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aCommitWhoseAnswerWasLostNeverRunsAgain() {
        database.commitFailure = new SQLException("Connection reset", "08000");
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> transactions.write(NOBODY, connection -> attempts.incrementAndGet()))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aCommitThatAReadOnlyServerRefusedWasRolledBackAndRunsAgain() {
        database.commitFailure = new SQLException("running with the --read-only option", "HY000", 1290);
        AtomicInteger attempts = new AtomicInteger();
        transactions.write(NOBODY, connection -> {
            if (attempts.incrementAndGet() == 2) {
                database.commitFailure = null;
            }
            return "";
        });
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aTokenOlderThanThePasswordEndsTheSession() {
        database.tokenVersion = 1;
        assertThatThrownBy(() -> transactions.read(SOMEBODY, Freshness.SHARED, connection -> ""))
                .isInstanceOf(SessionEndedException.class);
        assertThatThrownBy(() -> transactions.write(SOMEBODY, connection -> ""))
                .isInstanceOf(SessionEndedException.class);
    }

    @Test
    void aUserWhoIsNotThereIsGoneOnThePrimaryAndNotYetThereOnAReplica() {
        database.tokenVersion = null;
        String result = transactions.read(SOMEBODY, Freshness.SHARED, connection -> "read");
        assertThat(result).isEqualTo("read");
        assertThatThrownBy(() -> transactions.read(SOMEBODY, Freshness.OWN, connection -> ""))
                .isInstanceOf(SessionEndedException.class);
    }

    @Test
    void aReplicaThatDoesNotKnowTheNewPasswordYetIsNoReasonToRefuse() {
        Viewer withNewToken = new Viewer(7, 1, false);
        database.tokenVersion = 0;
        String result = transactions.read(withNewToken, Freshness.SHARED, connection -> "read");
        assertThat(result).isEqualTo("read");
    }
}
