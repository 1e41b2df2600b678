package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.time.FakeTicker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While the primary is paused what is under way ends, what is new waits, and nothing waits for ever. */
@Timeout(10)
class PrimaryGateTest {
    private static final Duration LONG = Duration.ofSeconds(8);

    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final AtomicInteger lettingGo = new AtomicInteger();
    private final PrimaryGate gate = new PrimaryGate(lettingGo::incrementAndGet);
    private final RoutingDataSource source = Fakes.routing(primary, replica, new FakeTicker(), gate);

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private CompletableFuture<String> inBackground(String sql, boolean readOnly) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = source.getConnection()) {
                        connection.setReadOnly(readOnly);
                        run(connection, sql);
                        return "done";
                    } catch (SQLException failure) {
                        return failure.toString();
                    }
                },
                Thread::startVirtualThread);
    }

    private CompletableFuture<Boolean> pauseInBackground(Duration atMost) {
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gate.pause(atMost);
                    } catch (InterruptedException ending) {
                        throw new IllegalStateException(ending);
                    }
                },
                Thread::startVirtualThread);
        while (!gate.isPaused() && !answer.isDone()) {
            Thread.onSpinWait();
        }
        return answer;
    }

    /** A lock, for instance, stayed behind with the old connection, and the statements after it would run without. */
    @Test
    void whoUsedTheSessionIsToldOnceThatItIsGone() throws Exception {
        try (Connection connection = source.getConnection()) {
            run(connection, "SELECT GET_LOCK('a', 1)");
            gate.pause(LONG);
            gate.resume();
            assertThatThrownBy(() -> run(connection, "INSERT 1"))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessageContaining("the primary changed");
            assertThat(journal).doesNotContain("primary2 execute INSERT 1");
            run(connection, "INSERT 2");
        }
        assertThat(primary.handedOut()).isEqualTo(2);
    }

    @Test
    void whoDidNotUseItGoesOnElsewhere() throws Exception {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            gate.pause(LONG);
            gate.resume();
            run(connection, "INSERT 2");
        }
        assertThat(primary.handedOut()).isEqualTo(2);
    }

    @Test
    void whereNothingIsUnderWayThePauseBeginsAtOnceAndNewWorkWaitsForItsEnd() throws Exception {
        assertThat(gate.pause(LONG)).isTrue();
        CompletableFuture<String> writing = inBackground("INSERT 1", false);
        CompletableFuture<String> reading = inBackground("SELECT 1", true);
        assertThat(reading.get()).isEqualTo("done");
        assertThat(writing.isDone()).isFalse();
        assertThat(primary.handedOut()).isZero();
        gate.resume();
        assertThat(writing.get()).isEqualTo("done");
        assertThat(lettingGo).hasValue(1);
    }

    @Test
    void aTransactionThatHasBegunGoesOnAndThePauseWaitsForItsEnd() throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            CompletableFuture<Boolean> pause = pauseInBackground(LONG);
            run(connection, "INSERT 2");
            assertThat(pause.isDone()).isFalse();
            connection.commit();
            assertThat(pause.get()).isTrue();
        }
        gate.resume();
    }

    @Test
    void aRollbackAndAClosedConnectionEndATransactionToo() throws Exception {
        Connection closed = source.getConnection();
        closed.setAutoCommit(false);
        run(closed, "INSERT 1");
        try (Connection rolledBack = source.getConnection()) {
            rolledBack.setAutoCommit(false);
            run(rolledBack, "INSERT 2");
            assertThat(gate.underWay()).isEqualTo(2);
            rolledBack.rollback();
            assertThat(gate.underWay()).isEqualTo(1);
        }
        closed.close();
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void aStatementWithAutoCommitOnIsUnderWayForAsLongAsItRuns() throws Exception {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            assertThat(gate.underWay()).isZero();
            primary.connection(1).refuse("execute", new SQLException("duplicate", "23000"));
            assertThatThrownBy(() -> run(connection, "INSERT 2")).hasMessage("duplicate");
            assertThat(gate.underWay()).isZero();
        }
    }

    @Test
    void aReadThatFallsBackToThePrimaryIsUnderWayThere() throws Exception {
        replica.refuse(new SQLException("away", "08001"));
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            run(connection, "SELECT 1");
            assertThat(gate.underWay()).isEqualTo(1);
        }
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void whenWhatIsUnderWayDoesNotEndInTimeEverythingGoesOn() throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            assertThat(gate.pause(Duration.ofMillis(30))).isFalse();
            assertThat(gate.isPaused()).isFalse();
            assertThat(inBackground("INSERT 2", false).get()).isEqualTo("done");
        }
    }

    @Test
    void aPauseThatNobodyEndsIsOverByItself() throws Exception {
        assertThat(gate.pause(Duration.ofMillis(30))).isTrue();
        assertThat(inBackground("INSERT 1", false).get()).isEqualTo("done");
        assertThat(gate.isPaused()).isFalse();
        assertThat(lettingGo).hasValue(1);
    }

    @Test
    void anotherPauseTakesThePlaceOfTheOneBeforeIt() throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT 1");
            CompletableFuture<Boolean> first = pauseInBackground(LONG);
            CountDownLatch asked = new CountDownLatch(1);
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                    () -> {
                        asked.countDown();
                        try {
                            return gate.pause(LONG);
                        } catch (InterruptedException ending) {
                            throw new IllegalStateException(ending);
                        }
                    },
                    Thread::startVirtualThread);
            asked.await();
            assertThat(first.get()).isFalse();
            assertThat(gate.isPaused()).isTrue();
            connection.commit();
            assertThat(second.get()).isTrue();
        }
        gate.resume();
    }

    @Test
    void afterAPauseNoConnectionFromBeforeIsUsedAndPreparedStatementsFollow() throws Exception {
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement("INSERT 1")) {
            statement.setInt(1, 7);
            statement.execute();
            gate.pause(LONG);
            gate.resume();
            statement.execute();
        }
        assertThat(journal)
                .containsSubsequence("primary1 run INSERT 1 {1=7}", "primary1 close", "primary2 run INSERT 1 {1=7}");
    }

    @Test
    void whatIsAskedDuringAPauseDoesNotBindTheWorkAfterIt() throws Exception {
        try (Connection connection = source.getConnection()) {
            gate.pause(LONG);
            assertThat(connection.getCatalog()).isEqualTo("site");
            gate.resume();
            run(connection, "INSERT 1");
        }
        assertThat(journal).contains("primary2 run INSERT 1");
    }

    @Test
    void aThreadThatShallEndDoesNotWait() throws Exception {
        gate.pause(LONG);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> run(source.getConnection(), "INSERT 1")).hasMessageContaining("nothing was sent");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(gate.underWay()).isZero();
        gate.resume();
    }

    @Test
    void resumingWhatIsNotPausedIsNothing() {
        gate.resume();
        assertThat(lettingGo).hasValue(0);
    }

    @Test
    void oneRefusedWriteLetsAllConnectionsToThatPrimaryGo() throws SQLException {
        try (Connection first = source.getConnection();
                Connection second = source.getConnection()) {
            run(first, "SELECT 1");
            run(second, "INSERT 1");
            primary.connection(1)
                    .refuse("execute", new SQLException("running with the --read-only option", "HY000", 1290));
            run(first, "INSERT 2");
            assertThat(lettingGo).hasValue(1);
            run(second, "INSERT 2");
        }
        assertThat(journal).contains("primary3 run INSERT 2", "primary4 run INSERT 2");
        assertThat(journal).doesNotContain("primary2 run INSERT 2");
    }

    @Test
    void aServerThatStaysReadOnlyIsNotConnectedToAnewByEachStatement() throws SQLException {
        for (int connection = 1; connection <= 3; connection++) {
            try (Connection next = source.getConnection()) {
                run(next, "INSERT 1");
                primary.connection(connection)
                        .refuse("commit", new SQLException("running with the --read-only option", "HY000", 1290));
                next.setAutoCommit(false);
                run(next, "INSERT 2");
                assertThatThrownBy(next::commit).hasMessageContaining("--read-only");
            }
        }
        assertThat(lettingGo).hasValue(1);
    }
}
