package dev.tandem.runner.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A server that writes down what is run on it and answers every query with one row. */
public final class FakeDatabase implements DataSource {
    public final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    public volatile String answer = "";

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Connection getConnection() {
        return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement("");
            case "prepareStatement" -> statement(String.valueOf(arguments[0]));
            default -> nothing(method);
        });
    }

    private PreparedStatement statement(String prepared) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return nothing(method);
            }
            ran.add(arguments == null ? prepared : String.valueOf(arguments[0]));
            return method.getReturnType() == ResultSet.class ? row() : nothing(method);
        });
    }

    private ResultSet row() {
        return proxy(ResultSet.class, (self, method, arguments) -> switch (method.getName()) {
            case "next" -> true;
            case "getString" -> answer;
            case "getInt" -> Integer.valueOf(answer);
            default -> nothing(method);
        });
    }

    private static @Nullable Object nothing(Method method) {
        if (method.getReturnType() == boolean.class) {
            return method.getName().equals("getAutoCommit") || method.getName().equals("isValid");
        }
        return method.getReturnType() == int.class ? (Object) 0 : null;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not asked for");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not asked for");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not asked for");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
