package dev.tandem.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tandem.routing.NoTurnException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool in turns promises beyond the turns: each thread here is one of the application's, so that all are one party. */
@Timeout(60)
class FairPoolTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeDatabase database = new FakeDatabase();
    private final List<Duration> asked = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private FairPool pool(Duration wait, int connections) {
        return new FairPool("primary", database, this::lend, wait, connections);
    }

    private Connection lend(Duration atMost) {
        asked.add(atMost);
        return database.getConnection();
    }

    /** In a thread of its own. */
    private Connection take(FairPool pool) throws ExecutionException, InterruptedException {
        return threads.submit(() -> pool.getConnection()).get();
    }

    private static void awaitWaiting(FairPool pool, int count) {
        while (pool.waiting() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aConnectionGivesItsTurnBackOnceHoweverOftenItIsClosed() throws Exception {
        FairPool pool = pool(SHORT, 4);
        take(pool);
        Connection second = take(pool);
        second.close();
        second.close();
        take(pool);
        take(pool);
        assertThatThrownBy(() -> take(pool)).hasRootCauseInstanceOf(SQLTransientConnectionException.class);
    }

    @Test
    void whoGetsNoTurnHearsWhatThePoolWouldSay() throws Exception {
        FairPool pool = pool(SHORT, 1);
        take(pool);
        assertThatThrownBy(() -> take(pool))
                .rootCause()
                .isInstanceOf(NoTurnException.class)
                .hasMessage("primary - Connection is not available, request timed out after 20ms: "
                        + "the application itself has 1 of 1, and may have no more")
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo("08001");
    }

    @Test
    void whoWaitedForItsTurnWaitsThatMuchLessForThePool() throws Exception {
        FairPool pool = pool(LONG, 1);
        Connection first = take(pool);
        Future<Connection> second = threads.submit(() -> pool.getConnection());
        awaitWaiting(pool, 1);
        first.close();
        second.get();
        assertThat(asked).hasSize(2).allMatch(limit -> limit.compareTo(LONG) <= 0);
        assertThat(asked.getLast()).isLessThan(asked.getFirst());
    }

    @Test
    void whatThePoolRefusesGivesTheTurnBack() throws Exception {
        FairPool[] pools = new FairPool[1];
        boolean[] refuses = {true};
        pools[0] = new FairPool(
                "primary",
                database,
                _ -> {
                    if (refuses[0]) {
                        throw new SQLTransientConnectionException("away");
                    }
                    return database.getConnection();
                },
                SHORT,
                1);
        assertThatThrownBy(() -> take(pools[0])).rootCause().hasMessage("away");
        refuses[0] = false;
        assertThat(take(pools[0])).isNotNull();
    }

    @Test
    void whoIsInterruptedWhileItWaitsHearsItAndStaysInterrupted() throws Exception {
        FairPool pool = pool(LONG, 1);
        take(pool);
        Thread.currentThread().interrupt();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aLentConnectionIsItselfAndThrowsWhatItsPoolThrows() throws Exception {
        FairPool pool = pool(SHORT, 4);
        Connection connection = take(pool);
        assertThat(List.of(connection)).contains(connection).doesNotContain(take(pool));
        connection.createStatement().execute("SELECT 1");
        assertThat(database.ran).containsExactly("SELECT 1");
    }

    private HikariDataSource hikari(int connections) {
        HikariConfig configuration = new HikariConfig();
        configuration.setDataSource(database);
        configuration.setMaximumPoolSize(connections);
        configuration.setConnectionTimeout(LONG.toMillis());
        return new HikariDataSource(configuration);
    }

    /** As at the end of a switchover's pause, with connections in use and somebody who waits. */
    @Test
    void behindARealPoolConnectionsThatWereLetGoAreMadeAnew() throws Exception {
        try (HikariDataSource hikari = hikari(1)) {
            FairPool pool = DatabasePools.inTurns(hikari, LONG);
            Connection first = take(pool);
            Future<Connection> second = threads.submit(() -> pool.getConnection());
            awaitWaiting(pool, 1);
            hikari.getHikariPoolMXBean().softEvictConnections();
            assertThatThrownBy(() -> second.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            Connection before = first.unwrap(Connection.class);
            first.close();
            assertThat(second.get().unwrap(Connection.class)).isNotSameAs(before);
            second.get().close();
            assertThat(hikari.getHikariPoolMXBean().getTotalConnections()).isEqualTo(1);
        }
    }

    @Test
    void behindAPoolThatWasClosedNobodyWaits() throws Exception {
        HikariDataSource hikari = hikari(1);
        FairPool pool = DatabasePools.inTurns(hikari, LONG);
        hikari.close();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("closed");
    }
}
