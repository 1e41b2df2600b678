package dev.tandem.routing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statement an application has. It is made on a physical connection when it first needs one, and made again, with its settings
 * and parameters, when it is run in a transaction that is on the other side.
 *
 * <p>What was asked for before that (result sets, counts, keys) comes from where it last ran.
 */
final class RoutedStatement implements InvocationHandler {
    /** How the statement is made on a physical connection. */
    @FunctionalInterface
    interface Preparation {
        Statement on(Connection physical) throws SQLException;
    }

    /** A call that a new physical statement must hear again. */
    @FunctionalInterface
    private interface Recorded {
        void replayOn(Statement made) throws Throwable;
    }

    /** The statement as the driver has it, and where. */
    private record Physical(HeldConnection held, Statement statement) {}

    private final RoutedConnection connection;
    private final Preparation preparation;
    private final Map<Object, Recorded> settings = new LinkedHashMap<>();
    private final Map<Object, Recorded> parameters = new LinkedHashMap<>();
    private int batched;
    private volatile @Nullable Physical physical;
    private volatile boolean closed;

    RoutedStatement(RoutedConnection connection, Preparation preparation) {
        this.connection = connection;
        this.preparation = preparation;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> Calls.isSame(proxy, arguments);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "statement of " + connection;
            case "close" -> {
                close();
                yield null;
            }
            case "isClosed" -> isClosed();
            default -> {
                requireOpen();
                yield wrapped(proxy, open(proxy, method, arguments));
            }
        };
    }

    private @Nullable Object open(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        return switch (name) {
            case "getConnection" -> connection;
            case "isWrapperFor" ->
                Calls.only(arguments) instanceof Class<?> type
                        && (type.isInstance(proxy) || looked().isWrapperFor(type));
            case "unwrap" ->
                Calls.only(arguments) instanceof Class<?> type && type.isInstance(proxy)
                        ? proxy
                        : Calls.call(looked(), method, arguments);
            case "cancel" -> toPhysical(method, arguments);
            case "clearWarnings" -> toPhysical(method, arguments);
            case "getWarnings" -> toPhysical(method, arguments);
            case "addBatch" -> batch(method, arguments);
            case "clearBatch" -> {
                batched = 0;
                yield toPhysical(method, arguments);
            }
            case "clearParameters" -> {
                parameters.clear();
                yield toPhysical(method, arguments);
            }
            default -> {
                if (name.startsWith("execute")) {
                    yield execute(method, arguments);
                }
                yield isRecorded(name) ? record(method, arguments) : Calls.call(looked(), method, arguments);
            }
        };
    }

    private static boolean isRecorded(String name) {
        return name.startsWith("set") || name.equals("registerOutParameter") || name.equals("closeOnCompletion");
    }

    /** A call that means something only where the statement already is. */
    private @Nullable Object toPhysical(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Physical at = physical;
        return at == null ? null : Calls.call(at.statement(), method, arguments);
    }

    private @Nullable Object record(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        toPhysical(method, arguments); // first: what the driver refuses is not recorded
        Recorded recorded = made -> Calls.call(made, method, arguments);
        if (method.getDeclaringClass() == Statement.class || arguments == null) {
            settings.put(method.getName(), recorded);
        } else {
            // A parameter is known by its number or name; an out parameter may have a value too.
            boolean out = method.getName().equals("registerOutParameter");
            parameters.put((out ? "out " : "in ") + arguments[0], recorded);
        }
        return null;
    }

    private @Nullable Object batch(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        leaveOtherSide();
        Object answer = Calls.call(looked(), method, arguments);
        batched++;
        return answer;
    }

    private @Nullable Object execute(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        leaveOtherSide();
        Statement statement = on(connection.use());
        if (method.getName().endsWith("Batch")) {
            batched = 0; // JDBC: the batch is empty afterwards, whether it succeeded or not
        }
        return Calls.call(statement, method, arguments);
    }

    /** Before a run on the other side: running again closes the old result set anyway, so the old statement can go first. */
    private void leaveOtherSide() throws SQLException {
        Physical at = physical;
        if (at != null && at.held().route() != connection.expected()) {
            leave(at);
        }
    }

    private void leave(Physical at) throws SQLException {
        if (batched > 0) {
            throw new SQLException("a batch of " + batched + " was begun for the "
                    + at.held().route().word()
                    + " and cannot move with the transaction; execute or clear it before the transaction ends");
        }
        physical = null;
        at.statement().close();
    }

    private Statement looked() throws Throwable {
        Physical at = physical;
        return at != null ? at.statement() : on(connection.look());
    }

    private Statement on(HeldConnection held) throws Throwable {
        Physical at = physical;
        if (at != null && at.held() == held) {
            return at.statement();
        }
        if (at != null) {
            leave(at);
        }
        Statement made = preparation.on(held.physical());
        held.watch(() -> !made.isClosed());
        physical = new Physical(held, made);
        replay(made, settings);
        replay(made, parameters);
        return made;
    }

    private static void replay(Statement made, Map<Object, Recorded> calls) throws Throwable {
        for (Recorded call : calls.values()) {
            call.replayOn(made);
        }
    }

    private static @Nullable Object wrapped(Object proxy, @Nullable Object answer) {
        return answer instanceof ResultSet rows
                ? Calls.proxy(ResultSet.class, new RoutedResultSet((Statement) proxy, rows))
                : answer;
    }

    private void close() throws SQLException {
        closed = true;
        Physical at = physical;
        physical = null;
        if (at != null) {
            at.statement().close();
        }
    }

    private boolean isClosed() throws SQLException {
        Physical at = physical;
        return closed || connection.isClosed() || (at != null && at.statement().isClosed());
    }

    private void requireOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("the statement is closed", "HY010");
        }
    }
}
