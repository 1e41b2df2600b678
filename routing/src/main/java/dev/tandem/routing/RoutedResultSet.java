package dev.tandem.routing;

import dev.tandem.routing.jdbc.Calls;
import dev.tandem.routing.sql.SqlText;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A result set that leads back to the application's statement, not to the driver's.
 *
 * <p>A result set of metadata has no statement, as JDBC allows. Rows can be written through it and lost on the way, which the open transaction hears.
 */
final class RoutedResultSet implements InvocationHandler {
    private static final Set<String> WRITES = Set.of("insertRow", "updateRow", "deleteRow");

    private final @Nullable Statement statement;
    private final Execution execution;
    private final HeldConnection held;
    private final ResultSet physical;

    RoutedResultSet(@Nullable Statement statement, Execution execution, HeldConnection held, ResultSet physical) {
        this.statement = statement;
        this.execution = execution;
        this.held = held;
        this.physical = physical;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getStatement" -> statement;
            case "equals" -> isSame(Calls.only(arguments));
            case "hashCode" -> physical.hashCode();
            default -> call(method, arguments);
        };
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        boolean writes = WRITES.contains(method.getName());
        if (writes || method.getName().equals("unwrap")) {
            execution.ran(held, writes ? SqlText.ROW : SqlText.UNSEEN);
        }
        try {
            return Calls.call(physical, method, arguments);
        } catch (SQLException failure) {
            throw execution.failedBeside(held, writes ? SqlText.ROW : SqlText.NONE, failure);
        }
    }

    /** Asked twice for its result set, a statement gives two of these around one physical. */
    private boolean isSame(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof RoutedResultSet that
                && that.physical.equals(physical);
    }
}
