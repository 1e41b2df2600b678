package dev.tandem.agent.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One connection to this machine's mysqld for one purpose, kept open: new ones may not come about while commits wait. Opened
 * again when it broke. For one thread, except {@link #close}.
 */
final class Session implements AutoCloseable {
    private final Account account;
    private final int socketTimeout;
    private volatile @Nullable Connection connection;

    /** @param socketTimeout in milliseconds; 0 for never */
    Session(Account account, int socketTimeout) {
        this.account = account;
        this.socketTimeout = socketTimeout;
    }

    /** What is done with a statement. */
    interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    /** Does it; a failure of the connection closes it, so that the next call opens another one. */
    <T> T run(Work<T> work) throws SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = account.connect(socketTimeout);
            connection = open;
        }
        try (Statement statement = open.createStatement()) {
            return work.with(statement);
        } catch (SQLException failure) {
            String state = failure.getSQLState();
            if (state == null || state.startsWith("08")) {
                close();
            }
            throw failure;
        }
    }

    void execute(String sql) throws SQLException {
        run(statement -> statement.execute(sql));
    }

    /** Opens it now, if it is not. */
    void open() throws SQLException {
        boolean _ = run(statement -> true);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException broken) {
                // It is gone either way.
            }
        }
    }
}
