package dev.tandem.routing;

import dev.tandem.routing.jdbc.Setting;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The part of {@link RoutedConnection} that only sets and tells settings: they are recorded and reach whichever physical connection is used next. */
@SuppressWarnings("NullAway") // the JDK's interface says nothing about null; drivers do return it
abstract class ConnectionSettings implements Connection {
    private final PhysicalChoice choice;

    ConnectionSettings(PhysicalChoice choice) {
        this.choice = choice;
    }

    abstract void requireOpen() throws SQLException;

    /** The physical connection to ask, without beginning a transaction. */
    abstract Connection looked() throws SQLException;

    private void refuseInTransaction(String call) throws SQLException {
        if (choice.transaction() != null) {
            throw new SQLException(
                    call + " was called inside a transaction, which cannot move; commit or roll back first", "25001");
        }
    }

    private void set(Setting setting, @Nullable Object value) throws SQLException {
        requireOpen();
        choice.set(setting, value);
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        requireOpen();
        refuseInTransaction("setReadOnly(" + readOnly + ")");
        if (readOnly != choice.readOnly()) {
            choice.set(Setting.READ_ONLY, readOnly);
            choice.endTransaction();
        }
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        requireOpen();
        return choice.readOnly();
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        refuseInTransaction("setTransactionIsolation(" + level + ")");
        set(Setting.ISOLATION, level);
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        Object recorded = recorded(Setting.ISOLATION);
        return recorded instanceof Integer level ? level : looked().getTransactionIsolation();
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        set(Setting.CATALOG, catalog);
    }

    @Override
    public @Nullable String getCatalog() throws SQLException {
        return recorded(Setting.CATALOG) instanceof String catalog ? catalog : looked().getCatalog();
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        set(Setting.SCHEMA, schema);
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        return recorded(Setting.SCHEMA) instanceof String schema ? schema : looked().getSchema();
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        set(Setting.HOLDABILITY, holdability);
    }

    @Override
    public int getHoldability() throws SQLException {
        return recorded(Setting.HOLDABILITY) instanceof Integer kept ? kept : looked().getHoldability();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        set(Setting.TYPE_MAP, map);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        return looked().getTypeMap();
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        set(Setting.NETWORK_TIMEOUT, new Setting.NetworkTimeout(executor, milliseconds));
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        return recorded(Setting.NETWORK_TIMEOUT) instanceof Setting.NetworkTimeout timeout
                ? timeout.millis()
                : looked().getNetworkTimeout();
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        try {
            Properties changed = new Properties();
            changed.putAll(getClientInfo());
            if (value == null) {
                changed.remove(name);
            } else {
                changed.setProperty(name, value);
            }
            set(Setting.CLIENT_INFO, changed);
        } catch (SQLClientInfoException failure) {
            throw failure;
        } catch (SQLException failure) {
            throw new SQLClientInfoException(failure.getMessage(), failure.getSQLState(), Map.of(), failure);
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        try {
            Properties copy = new Properties();
            copy.putAll(properties);
            set(Setting.CLIENT_INFO, copy);
        } catch (SQLClientInfoException failure) {
            throw failure;
        } catch (SQLException failure) {
            throw new SQLClientInfoException(failure.getMessage(), failure.getSQLState(), Map.of(), failure);
        }
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        return getClientInfo().getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        Properties copy = new Properties();
        if (recorded(Setting.CLIENT_INFO) instanceof Properties recorded) {
            copy.putAll(recorded);
        } else {
            Properties physical = looked().getClientInfo();
            if (physical != null) {
                copy.putAll(physical);
            }
        }
        return copy;
    }

    private @Nullable Object recorded(Setting setting) throws SQLException {
        requireOpen();
        return choice.setting(setting);
    }
}
