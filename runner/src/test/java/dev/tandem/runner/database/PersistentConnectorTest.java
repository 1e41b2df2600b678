package dev.tandem.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PersistentConnectorTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger attempts = new AtomicInteger();

    /** A database that answers at the given attempt; each pause takes its time on the clock of the test. */
    private PersistentConnector answeringAt(int attempt) {
        return new PersistentConnector(
                "primary",
                () -> {
                    if (attempts.incrementAndGet() < attempt) {
                        throw new SQLException("connection refused", "08000");
                    }
                    return aConnection();
                },
                now::get,
                () -> now.addAndGet(PersistentConnector.BETWEEN.toNanos()));
    }

    private static Connection aConnection() {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> null);
    }

    @Test
    void aDatabaseThatComesBackIsReachedWithoutGivingUp() throws SQLException {
        assertThat(answeringAt(40).getConnection()).isNotNull();
        assertThat(attempts).hasValue(40);
    }

    @Test
    void afterItsPatienceItTellsTheLastFailure() {
        assertThatThrownBy(() -> answeringAt(Integer.MAX_VALUE).getConnection()).hasMessage("connection refused");
        assertThat(now.get()).isEqualTo(PersistentConnector.PATIENCE.toNanos());
    }

    @Test
    void whenItIsStoppedTheNextFailureIsTheLast() {
        PersistentConnector connector = answeringAt(Integer.MAX_VALUE);
        connector.stop();
        assertThatThrownBy(connector::getConnection).hasMessage("connection refused");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void anInterruptEndsTheAttempt() {
        PersistentConnector closing = new PersistentConnector(
                "primary",
                () -> {
                    throw new SQLException("connection refused", "08000");
                },
                now::get,
                () -> {
                    throw new InterruptedException("the pool closes");
                });
        assertThatThrownBy(closing::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
