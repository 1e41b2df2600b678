package dev.tandem.runner.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.routing.PrimaryGate;
import dev.tandem.routing.RoutingDataSource;
import dev.tandem.routing.RoutingTimes;
import dev.tandem.runner.database.FakeDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseChangeTest {
    private final PrimaryGate gate = new PrimaryGate();
    private final AtomicInteger leaves = new AtomicInteger();
    private final DatabaseChange pause = new DatabaseChange(() -> Optional.of(gate), leaves::incrementAndGet);
    private final FakeDatabase database = new FakeDatabase();

    private Connection connection() {
        return new RoutingDataSource(database, database, RoutingTimes.DEFAULT, gate).getConnection();
    }

    @Test
    void itIsRefusedWhenATransactionDoesNotEndInTimeAndThenGoesOn() throws Exception {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT 1");
            ManagementServer.Answer answer = pause.pause("millis=20");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).contains("after 20 ms 1 transactions or statements were under way");
            assertThat(gate.isPaused()).isFalse();
        }
        assertThat(pause.pause("millis=2000").status()).isEqualTo(200);
        assertThat(gate.isPaused()).isTrue();
        assertThat(pause.resume().status()).isEqualTo(200);
        assertThat(gate.isPaused()).isFalse();
    }

    @Test
    void whereThereIsNoDatabaseNothingIsUnderWay() {
        DatabaseChange none = new DatabaseChange(Optional::empty, leaves::incrementAndGet);
        assertThat(none.pause("millis=20").status()).isEqualTo(200);
        assertThat(none.resume().status()).isEqualTo(200);
    }

    @Test
    void readingElsewhereIsNoPause() {
        assertThat(pause.readElsewhere().status()).isEqualTo(200);
        assertThat(leaves).hasValue(1);
        assertThat(gate.isPaused()).isFalse();
    }
}
