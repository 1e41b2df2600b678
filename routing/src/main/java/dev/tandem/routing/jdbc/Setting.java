package dev.tandem.routing.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What an application can set on a connection and a switch must carry over, in the order in which it is applied: how a
 * transaction begins is settled before auto-commit goes off.
 */
public enum Setting {
    NETWORK_TIMEOUT,
    CLIENT_INFO,
    TYPE_MAP,
    HOLDABILITY,
    CATALOG,
    SCHEMA,
    READ_ONLY,
    ISOLATION,
    AUTO_COMMIT;

    /** A network timeout and who closes the socket when it passes. */
    public record NetworkTimeout(Executor executor, int millis) {}

    @Nullable
    public Object read(Connection connection) throws SQLException {
        return switch (this) {
            case NETWORK_TIMEOUT -> new NetworkTimeout(Runnable::run, connection.getNetworkTimeout());
            case CLIENT_INFO -> connection.getClientInfo();
            case TYPE_MAP -> connection.getTypeMap();
            case HOLDABILITY -> connection.getHoldability();
            case CATALOG -> connection.getCatalog();
            case SCHEMA -> connection.getSchema();
            case READ_ONLY -> connection.isReadOnly();
            case ISOLATION -> connection.getTransactionIsolation();
            case AUTO_COMMIT -> connection.getAutoCommit();
        };
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the types are those of read; JDBC does not say which may be null
    public void write(Connection connection, @Nullable Object value) throws SQLException {
        switch (this) {
            case NETWORK_TIMEOUT -> {
                NetworkTimeout timeout = (NetworkTimeout) value;
                connection.setNetworkTimeout(timeout.executor(), timeout.millis());
            }
            case CLIENT_INFO -> connection.setClientInfo((Properties) value);
            case TYPE_MAP -> connection.setTypeMap((Map<String, Class<?>>) value);
            case HOLDABILITY -> connection.setHoldability((Integer) value);
            case CATALOG -> connection.setCatalog((String) value);
            case SCHEMA -> connection.setSchema((String) value);
            case READ_ONLY -> connection.setReadOnly((Boolean) value);
            case ISOLATION -> connection.setTransactionIsolation((Integer) value);
            case AUTO_COMMIT -> connection.setAutoCommit((Boolean) value);
        }
    }
}
