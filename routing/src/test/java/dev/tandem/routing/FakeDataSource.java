package dev.tandem.routing;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of {@link FakeConnection}s that writes what happens to a journal, for instance {@code replica1 setReadOnly true}:
 * the name of the source, the number of the connection, the call.
 */
final class FakeDataSource implements DataSource {
    private final String name;
    private final List<String> journal;
    private final List<FakeConnection> connections = new ArrayList<>();
    private @Nullable SQLException refusal;
    private boolean readOnly;
    private final Map<String, Object> answers = new HashMap<>();
    private int refusalsLeft = Integer.MAX_VALUE;
    private final Map<Integer, Consumer<FakeConnection>> preparations = new HashMap<>();

    FakeDataSource(String name, List<String> journal) {
        this.name = name;
        this.journal = journal;
    }

    /** From now on there is no connection. */
    void refuse(SQLException failure) {
        this.refusal = failure;
    }

    /** The next few times there is no connection. */
    void refuseTimes(int times, SQLException failure) {
        this.refusal = failure;
        this.refusalsLeft = times;
    }

    /** The n-th connection, counted from 1, is prepared so before it is handed out. */
    void onConnection(int number, Consumer<FakeConnection> preparation) {
        preparations.put(number, preparation);
    }

    /** A query that contains the text is answered with one row of this value. */
    void answer(String query, Object value) {
        answers.put(query, value);
    }

    /** From now on connections are read-only from the start, as a pool can be told to make them. */
    void handOutReadOnly() {
        this.readOnly = true;
    }

    void accept() {
        this.refusal = null;
    }

    /** The n-th connection handed out, counted from 1. */
    FakeConnection connection(int number) {
        return connections.get(number - 1);
    }

    int handedOut() {
        return connections.size();
    }

    long stillOut() {
        return connections.stream().filter(connection -> !connection.closed()).count();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (refusal != null && refusalsLeft-- > 0) {
            journal.add(name + " refused");
            throw refusal;
        }
        FakeConnection connection = new FakeConnection(name + (connections.size() + 1), readOnly, journal, answers);
        connections.add(connection);
        preparations.getOrDefault(connections.size(), made -> {}).accept(connection);
        return connection.asConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("not asked for by routing");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        journal.add(name + " setLogWriter");
    }

    @Override
    public int getLoginTimeout() {
        return 7;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        journal.add(name + " setLoginTimeout " + seconds);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not asked for by routing");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("a fake wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
