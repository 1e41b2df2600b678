package dev.tandem.routing;

import dev.tandem.routing.time.FakeTicker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A primary and a replica that can be made to fail, the DataSource in front of them, and what was done to them, in order. */
abstract class TwoServers {
    static final String INSERT = "INSERT INTO t VALUES (?)";

    final List<String> journal = new ArrayList<>();
    final FakeDataSource primary = new FakeDataSource("primary", journal);
    final FakeDataSource replica = new FakeDataSource("replica", journal);
    final FakeTicker ticker = new FakeTicker();
    final PrimaryGate gate = new PrimaryGate();
    final RoutingDataSource source = Fakes.routing(primary, replica, ticker, gate);

    static SQLException lost() {
        return new SQLException("Connection reset", "08000");
    }

    static SQLException readOnlyServer() {
        return new SQLException(
                "The MariaDB server is running with the --read-only option so it cannot execute this statement",
                "HY000",
                1290);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> runs() {
        return journal.stream().filter(line -> line.contains(" run ")).toList();
    }

    /** The n-th connection to the primary fails the first time something is executed on it. */
    void failsOnPrimary(int connection, String call, SQLException failure) {
        primary.onConnection(connection, made -> made.refuse(call, failure));
    }
}
