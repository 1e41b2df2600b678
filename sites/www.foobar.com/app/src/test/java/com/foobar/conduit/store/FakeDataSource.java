package com.foobar.conduit.store;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database without tables: writes down what is done with its connections and answers the one question that {@link
 * Transactions} asks, for the version of the viewer's tokens.
 */
final class FakeDataSource implements DataSource {

    final List<String> done = new ArrayList<>();

    @Nullable
    Integer tokenVersion = 0;

    @Nullable
    SQLException refusal;

    @Nullable
    SQLException commitFailure;

    @Override
    public Connection getConnection() throws SQLException {
        if (refusal != null) {
            throw refusal;
        }
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        return statement();
                    }
                    if (method.getName().equals("commit") && commitFailure != null) {
                        throw commitFailure;
                    }
                    done.add(arguments == null ? method.getName() : method.getName() + " " + arguments[0]);
                    return null;
                });
    }

    private PreparedStatement statement() {
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> method.getName().equals("executeQuery") ? rows() : null);
    }

    private ResultSet rows() {
        boolean[] read = {tokenVersion == null};
        return (ResultSet) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "next" -> {
                        boolean more = !read[0];
                        read[0] = true;
                        yield more;
                    }
                    case "getInt" -> tokenVersion;
                    default -> null;
                });
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
