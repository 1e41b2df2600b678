package dev.tandem.routing;

import dev.tandem.routing.jdbc.Calls;
import dev.tandem.routing.sql.SqlText;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** Metadata that asks whichever physical connection the transaction is on when it is asked; {@code getConnection} is the application's. */
final class RoutedMetaData implements InvocationHandler {
    private final RoutedConnection connection;

    RoutedMetaData(RoutedConnection connection) {
        this.connection = connection;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> Calls.isSame(proxy, arguments);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "metadata of " + connection;
            case "getConnection" -> connection;
            default -> ask(method, arguments);
        };
    }

    /** Most questions are queries, so each one is a use: with auto-commit off it begins the transaction. */
    private @Nullable Object ask(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        // What the application does with the driver's own metadata, which leads to its connection, is not seen.
        SqlText sql = method.getName().equals("unwrap") ? SqlText.UNSEEN : SqlText.NONE;
        return connection.execution().run(sql, true, new Execution.Task<@Nullable Object>() {
            @Override
            public void prepare(HeldConnection held) {}

            @Override
            public @Nullable Object run(HeldConnection held) throws Throwable {
                DatabaseMetaData physical = held.physical().getMetaData();
                Object answer = Calls.call(physical, method, arguments);
                return answer instanceof ResultSet rows ? watched(connection.execution(), held, rows) : answer;
            }
        });
    }

    private static ResultSet watched(Execution execution, HeldConnection held, ResultSet rows) {
        held.watch(() -> !rows.isClosed());
        return Calls.proxy(ResultSet.class, new RoutedResultSet(null, execution, held, rows));
    }
}
