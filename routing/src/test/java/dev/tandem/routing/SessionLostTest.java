package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.routing.time.FakeTicker;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever left something in a session that is gone hears so once, at whichever door, and nothing of what was called is carried out. */
class SessionLostTest {
    private static final String LOCK = "SELECT GET_LOCK('a', 1)";

    private final List<String> journal = new ArrayList<>();
    private final FakeDataSource primary = new FakeDataSource("primary", journal);
    private final FakeDataSource replica = new FakeDataSource("replica", journal);
    private final PrimaryGate gate = new PrimaryGate();
    private final RoutingDataSource source = Fakes.routing(primary, replica, new FakeTicker(), gate);

    /** A call of the application's. */
    interface Call {
        void on(Connection connection) throws SQLException;
    }

    record Door(String name, Call call) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Ways in which the first connection to the primary is lost. */
    enum Loss {
        PAUSE,
        CLOSED_BY_THE_POOL,
        FOUND_BY_A_SETTING,
        FOUND_BY_PREPARING
    }

    private static SQLException lost() {
        return new SQLException("Connection reset", "08000");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void lose(Loss loss, Connection connection) throws SQLException {
        FakeConnection first = primary.connection(1);
        switch (loss) {
            case PAUSE -> pause();
            case CLOSED_BY_THE_POOL -> first.breakDown();
            case FOUND_BY_A_SETTING -> {
                connection.setCatalog("other");
                first.refuse("setCatalog", lost());
            }
            case FOUND_BY_PREPARING -> {
                first.refuse("createStatement", lost());
                first.refuse("prepareStatement", lost());
            }
        }
    }

    private void pause() {
        try {
            assertThat(gate.pause(Duration.ofSeconds(2))).isTrue();
            gate.resume();
        } catch (InterruptedException ending) {
            throw new IllegalStateException(ending);
        }
    }

    private List<String> runs() {
        return journal.stream().filter(line -> line.contains(" run ")).toList();
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void aStatementDoesNotRunWithoutTheLock(Loss loss) throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, LOCK);
            lose(loss, connection);
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(SessionLostException.class);
            assertThat(runs()).containsExactly("primary1 run " + LOCK);
            run(connection, "INSERT 2");
        }
        assertThat(runs()).last().isEqualTo("primary2 run INSERT 2");
        assertThat(primary.stillOut()).isZero();
    }

    private static Stream<Door> doors() {
        return Stream.of(
                new Door("execute", connection -> run(connection, "UPDATE 1")),
                new Door("execute DDL", connection -> run(connection, "CREATE TABLE t (a INT)")),
                new Door("executeUpdate", SessionLostTest::update),
                new Door("executeBatch", SessionLostTest::batch),
                new Door("call", SessionLostTest::call),
                new Door("parameters' metadata", SessionLostTest::parameterMetadata),
                new Door("metadata", connection -> connection.getMetaData().getTables(null, null, null, null)),
                new Door("catalog", Connection::getCatalog),
                new Door("schema", Connection::getSchema),
                new Door("isolation", Connection::getTransactionIsolation),
                new Door("client info", Connection::getClientInfo),
                new Door("native SQL", connection -> connection.nativeSQL("SELECT 1")),
                new Door("wrapper", connection -> connection.isWrapperFor(FakeConnection.Vendor.class)),
                new Door("unwrap", connection -> connection.unwrap(FakeConnection.Vendor.class)),
                new Door("turning auto-commit off", connection -> connection.setAutoCommit(false)),
                new Door("reading elsewhere", SessionLostTest::readElsewhere));
    }

    private static void update(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE 1")) {
            statement.executeUpdate();
        }
    }

    private static void batch(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE 1")) {
            statement.setInt(1, 1);
            statement.addBatch();
            statement.executeBatch();
        }
    }

    private static void call(Connection connection) throws SQLException {
        try (CallableStatement statement = connection.prepareCall("{call p()}")) {
            statement.execute();
        }
    }

    private static void parameterMetadata(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE 1")) {
            statement.getParameterMetaData();
        }
    }

    private static void readElsewhere(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        run(connection, "SELECT 1");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void everyDoorTellsItOnce(Door door) throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, LOCK);
            lose(Loss.CLOSED_BY_THE_POOL, connection);
            assertThatThrownBy(() -> door.call().on(connection))
                    .isInstanceOf(SessionLostException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08003");
            assertThat(runs()).containsExactly("primary1 run " + LOCK);
            assertThatCode(() -> door.call().on(connection)).doesNotThrowAnyException();
        }
        assertThat(primary.stillOut() + replica.stillOut()).isZero();
    }

    private static Stream<Door> doorsOfTransactions() {
        return Stream.concat(
                doors().filter(door -> !door.name().startsWith("turning")
                        && !door.name().startsWith("isolation")
                        && !door.name().startsWith("reading")),
                Stream.of(
                        new Door("commit", Connection::commit),
                        new Door("turning auto-commit on", connection -> connection.setAutoCommit(true)),
                        new Door("savepoint", Connection::setSavepoint),
                        new Door("named savepoint", connection -> connection.setSavepoint("a"))));
    }

    /** The lock was taken in a transaction that is over, and outlives it. */
    @ParameterizedTest
    @MethodSource("doorsOfTransactions")
    void everyDoorBetweenTransactionsTellsItOnce(Door door) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, LOCK);
            connection.commit();
            pause();
            assertThatThrownBy(() -> door.call().on(connection)).isInstanceOf(SessionLostException.class);
            assertThat(runs()).containsExactly("primary1 run " + LOCK);
            assertThatCode(() -> door.call().on(connection)).doesNotThrowAnyException();
        }
    }

    @Test
    void aQuestionWhetherItIsValidAndARollbackDoNotSwallowIt() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, LOCK);
            connection.commit();
            pause();
            assertThat(connection.isValid(1)).isFalse();
            connection.rollback();
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(SessionLostException.class);
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET @a = 1",
                "SELECT @a := 1",
                "SET SESSION time_zone = '+00:00'",
                "CREATE TEMPORARY TABLE a (b INT)",
                "PREPARE s FROM 'SELECT 1'",
                "START TRANSACTION",
                "XA START 'a'",
                "LOCK TABLES t WRITE",
                "USE other",
                "CALL p()"
            })
    void whatWorksOnInASessionIsMissedByAnyStatement(String earlier) throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, earlier);
            primary.connection(1).breakDown();
            assertThatThrownBy(() -> run(connection, "UPDATE 1")).isInstanceOf(SessionLostException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT LAST_INSERT_ID()",
                "INSERT INTO child VALUES (LAST_INSERT_ID())",
                "SELECT @@identity",
                "SELECT ROW_COUNT()",
                "SELECT FOUND_ROWS()",
                "SHOW WARNINGS",
                "CALL p()"
            })
    void whoAsksWhatAnEarlierStatementLeftIsTold(String question) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            journal.clear();
            int known = primary.handedOut();
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(autoCommit);
                run(connection, "INSERT INTO parent VALUES (1)");
                if (!autoCommit) {
                    connection.commit();
                }
                primary.connection(known + 1).breakDown();
                assertThatThrownBy(() -> run(connection, question)).isInstanceOf(SessionLostException.class);
            }
            assertThat(runs()).hasSize(1);
        }
    }

    @Test
    void aKeyIsMissedAlsoWhenOtherStatementsRanElsewhereMeanwhile() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            pause();
            run(connection, "UPDATE 2");
            run(connection, "SELECT ROW_COUNT()");
            assertThatThrownBy(() -> run(connection, "SELECT LAST_INSERT_ID()"))
                    .isInstanceOf(SessionLostException.class);
        }
    }

    @Test
    void aNewKeyTakesThePlaceOfTheLostOne() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            pause();
            run(connection, "INSERT 2");
            run(connection, "SELECT LAST_INSERT_ID()");
        }
        assertThat(runs()).last().isEqualTo("primary2 run SELECT LAST_INSERT_ID()");
    }

    @Test
    void aKeyFromThePrimaryIsNotAskedForOnAReplica() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            connection.setReadOnly(true);
            assertThatThrownBy(() -> run(connection, "SELECT LAST_INSERT_ID()"))
                    .isInstanceOf(SessionLostException.class);
            run(connection, "SELECT 1");
        }
        assertThat(runs()).containsExactly("primary1 run INSERT 1", "replica1 run SELECT 1");
    }

    @Test
    void aKeyFromThePrimaryIsNotAskedForOnAReplicaWhileRowsOfThePrimaryAreStillRead() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement reading = connection.createStatement();
                ResultSet rows = reading.executeQuery("SELECT 1")) {
            run(connection, "INSERT 1");
            connection.setReadOnly(true);
            run(connection, "SELECT 2");
            assertThatThrownBy(() -> run(connection, "SELECT LAST_INSERT_ID()"))
                    .isInstanceOf(SessionLostException.class);
            assertThat(rows.getString(1)).isEqualTo("primary1 row set 1");
        }
    }

    @Test
    void theFirstStatementOfATransactionIsNotRepeatedWhereItAsksForAKey() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO parent VALUES (1)");
            connection.commit();
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "INSERT INTO child VALUES (LAST_INSERT_ID())"))
                    .isInstanceOf(RolledBackException.class);
            connection.rollback();
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void whoAsksForNothingGoesOnElsewhere() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            primary.connection(1).breakDown();
            run(connection, "UPDATE 2");
            assertThat(connection.isValid(1)).isTrue();
        }
        assertThat(runs()).last().isEqualTo("primary2 run UPDATE 2");
    }

    @Test
    void aLockOutlivesReadingOnAReplica() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, LOCK);
            connection.setReadOnly(true);
            run(connection, "SELECT 1");
            connection.setReadOnly(false);
            run(connection, "INSERT 1");
        }
        assertThat(runs()).containsExactly("primary1 run " + LOCK, "replica1 run SELECT 1", "primary1 run INSERT 1");
    }

    @Test
    void aLockThatIsLostWhileAReplicaIsReadIsToldThere() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, LOCK);
            connection.setReadOnly(true);
            run(connection, "SELECT 1");
            primary.connection(1).breakDown();
            assertThatThrownBy(() -> run(connection, "SELECT 2")).isInstanceOf(SessionLostException.class);
        }
    }

    @Test
    void aVariableOnAReplicaIsNotLeftBehindInSilence() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            run(connection, "SET @limit = 5");
            replica.connection(1).breakDown();
            assertThatThrownBy(() -> run(connection, "SELECT 1")).isInstanceOf(SessionLostException.class);
            run(connection, "SET @limit = 5");
            connection.setAutoCommit(false);
            replica.connection(2).refuse("setAutoCommit", lost());
            assertThatThrownBy(() -> run(connection, "SELECT 1")).isInstanceOf(SessionLostException.class);
        }
        assertThat(runs()).hasSize(2);
    }

    @Test
    void aStatementThatWasSentAndItsLostSessionAreToldOneAfterTheOther() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, LOCK);
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(CommitUnknownException.class);
            assertThatThrownBy(() -> run(connection, "INSERT 2")).isInstanceOf(SessionLostException.class);
        }
        assertThat(primary.handedOut()).isEqualTo(1);
    }

    @Test
    void aQuestionForAKeyThatFindsItsConnectionLostIsToldThatTheSessionIs() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "INSERT 1");
            primary.connection(1).refuse("execute", lost());
            assertThatThrownBy(() -> run(connection, "SELECT LAST_INSERT_ID()"))
                    .isInstanceOf(SessionLostException.class);
            run(connection, "SELECT LAST_INSERT_ID()");
        }
    }

    /** What is done on the driver's own objects is not seen, so the session may hold anything. */
    @Test
    void whoWentPastThisModuleIsToldToo() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.unwrap(FakeConnection.Vendor.class)).isNotNull();
            primary.connection(1).breakDown();
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(SessionLostException.class);
            assertThat(statement.unwrap(FakeConnection.Vendor.class)).isNotNull();
            primary.connection(2).breakDown();
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(SessionLostException.class);
            assertThat(connection.getMetaData().unwrap(FakeConnection.Vendor.class))
                    .isNull();
            primary.connection(3).breakDown();
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(SessionLostException.class);
        }
    }

    /** A pool would lend the lock out with it. */
    @Test
    void aSessionThatIsGivenUpGoesToNobodyElse() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, LOCK);
            pause();
            assertThatThrownBy(() -> run(connection, "INSERT 1")).isInstanceOf(SessionLostException.class);
            assertThat(journal).endsWith("primary1 abort", "primary1 close");
        }
    }

    @Test
    void rowsOfAnOldPrimaryAreStillReadWhileOtherReadsGoToAReplica() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement reading = connection.createStatement();
                ResultSet rows = reading.executeQuery("SELECT 1")) {
            pause();
            connection.setReadOnly(true);
            run(connection, "SELECT 2");
            assertThat(rows.getString(1)).isEqualTo("primary1 row set 1");
        }
        assertThat(primary.stillOut()).isZero();
    }

    @Test
    void whatADriverDidBeforeItBrokeCountsToo() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "SELECT 1");
            primary.connection(1).whenStatementCalls("execute", () -> {
                throw new IllegalStateException("broken driver");
            });
            assertThatThrownBy(() -> run(connection, LOCK)).hasMessage("broken driver");
            primary.connection(1).breakDown();
            assertThatThrownBy(() -> run(connection, "SELECT 1")).isInstanceOf(SessionLostException.class);
        }
    }

    @Test
    void warningsOfAConnectionThatIsGoneAreNone() throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, "SELECT 1");
            primary.connection(1).refuse("getWarnings", lost());
            primary.connection(1).breakDown();
            assertThat((Throwable) connection.getWarnings()).isNull();
            connection.clearWarnings();
        }
    }

    @Test
    void everyPreparedStatementFollowsToTheNextConnection() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement first = connection.prepareStatement("INSERT 1");
                PreparedStatement second = connection.prepareStatement("INSERT 2")) {
            first.setInt(1, 7);
            second.setInt(1, 8);
            first.execute();
            second.execute();
            pause();
            first.execute();
            second.setInt(1, 9);
            second.execute();
        }
        assertThat(runs()).endsWith("primary2 run INSERT 1 {1=7}", "primary2 run INSERT 2 {1=9}");
    }
}
