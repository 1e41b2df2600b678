package dev.tandem.runner.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.runner.configuration.DatabaseConfiguration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Routing, pools and driver against a real primary and replica. They come from outside:
 * {@code -Dtandem.database.primary=jdbc:mariadb://... -Dtandem.database.replica=... -Dtandem.database.user=... -Dtandem.database.password=...};
 * the user may create tables in that database, and the two servers have different server ids.
 */
@Tag("lab")
@EnabledIfSystemProperty(named = "tandem.database.primary", matches = "jdbc:mariadb:.*")
class RoutingOnMariaDbTest {
    private static final String NOBODY = "jdbc:mariadb://127.0.0.1:1/site";
    private static final String SERVER = "SELECT @@server_id";

    @SuppressWarnings("NullAway.Init")
    private static DatabasePools pools;

    private static String property(String name) {
        return System.getProperty("tandem.database." + name, "");
    }

    private static DatabaseConfiguration configuration(String replica) {
        return new DatabaseConfiguration(property("primary"), replica, property("user"), property("password"), 4);
    }

    @BeforeAll
    static void open() {
        pools = new DatabasePools(configuration(property("replica")));
    }

    @AfterAll
    static void close() {
        pools.close();
    }

    private static long ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static long server(DataSource source, boolean readOnly, boolean autoCommit) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(autoCommit);
            return ask(connection, SERVER);
        }
    }

    @Test
    void readOnlyTransactionsRunOnTheReplicaAndOthersOnThePrimary() throws SQLException {
        DataSource source = pools.dataSource();
        long writing = server(source, false, false);
        long reading = server(source, true, false);
        assertThat(reading).isNotEqualTo(writing);
        assertThat(server(source, true, true)).isEqualTo(reading);
        assertThat(server(source, false, true)).isEqualTo(writing);
    }

    @Test
    void onePreparedStatementFollowsItsTransactions() throws SQLException {
        try (Connection connection = pools.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT @@server_id + ?")) {
            connection.setAutoCommit(false);
            statement.setInt(1, 0);
            long writing = number(statement);
            connection.commit();
            connection.setReadOnly(true);
            assertThat(number(statement)).isNotEqualTo(writing);
            connection.commit();
            connection.setReadOnly(false);
            assertThat(number(statement)).isEqualTo(writing);
            connection.rollback();
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    @Test
    void withoutAReplicaReadsComeFromThePrimaryAndAreStillReadOnly() throws SQLException {
        try (DatabasePools alone = new DatabasePools(configuration(NOBODY))) {
            assertThat(server(alone.dataSource(), true, false)).isEqualTo(server(pools.dataSource(), false, false));
            assertThat(alone.routing().fallbacks()).isEqualTo(1);
            try (Connection connection = alone.dataSource().getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    assertThatThrownBy(() -> statement.execute("CREATE TABLE must_not_be (id INT)"))
                            .hasMessageContaining("READ ONLY transaction");
                }
                connection.rollback();
            }
        }
    }

    @Test
    void aConnectionGivenBackCarriesNothingToTheNextBorrower() throws SQLException {
        try (Connection connection = pools.dataSource().getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            ask(connection, SERVER);
        }
        for (int borrowing = 0; borrowing < 8; borrowing++) {
            try (Connection connection = pools.dataSource().getConnection()) {
                assertThat(ask(connection, "SELECT @@autocommit")).isEqualTo(1);
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
                assertThat(ask(connection, "SELECT @@tx_read_only")).isZero();
            }
        }
    }
}
