package dev.tandem.routing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A result set that leads back to the application's statement, not to the driver's.
 *
 * <p>A result set of metadata has no statement, as JDBC allows.
 */
final class RoutedResultSet implements InvocationHandler {
    private final @Nullable Statement statement;
    private final ResultSet physical;

    RoutedResultSet(@Nullable Statement statement, ResultSet physical) {
        this.statement = statement;
        this.physical = physical;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getStatement" -> statement;
            case "equals" -> isSame(Calls.only(arguments));
            case "hashCode" -> physical.hashCode();
            default -> Calls.call(physical, method, arguments);
        };
    }

    /** Asked twice for its result set, a statement gives two of these around one physical. */
    private boolean isSame(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof RoutedResultSet that
                && that.physical.equals(physical);
    }
}
