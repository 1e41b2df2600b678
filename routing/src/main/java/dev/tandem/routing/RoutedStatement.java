package dev.tandem.routing;

import dev.tandem.routing.jdbc.Calls;
import dev.tandem.routing.route.Route;
import dev.tandem.routing.sql.SqlText;
import java.io.InputStream;
import java.io.Reader;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statement an application has. It is made on a physical connection when it first needs one, and made again, with its settings
 * and parameters, when it is run in a transaction that is on the other side.
 *
 * <p>What was asked for before that (result sets, counts, keys) comes from where it last ran.
 */
final class RoutedStatement implements InvocationHandler {
    private static final System.Logger LOG = System.getLogger(RoutedStatement.class.getName());

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
    private final SqlText sql;
    private final Map<Object, Recorded> settings = new LinkedHashMap<>();
    private final Map<Object, Recorded> parameters = new LinkedHashMap<>();
    private final List<Recorded> batch = new ArrayList<>();
    private SqlText batchSql = SqlText.NONE;
    private boolean hasStream;
    private volatile @Nullable Physical physical;
    private volatile boolean closed;

    /** @param sql of what is prepared; empty for a statement that is told when it runs */
    RoutedStatement(RoutedConnection connection, SqlText sql, Preparation preparation) {
        this.connection = connection;
        this.sql = sql;
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
                        : unwrapped(method, arguments);
            case "cancel" -> cancel(method, arguments);
            case "clearWarnings" -> toPhysical(method, arguments);
            case "getWarnings" -> toPhysical(method, arguments);
            case "addBatch" -> batch(method, arguments);
            case "clearBatch" -> {
                forgetBatch();
                yield toPhysical(method, arguments);
            }
            case "clearParameters" -> {
                parameters.clear();
                hasStream = false;
                yield toPhysical(method, arguments);
            }
            default -> {
                if (name.startsWith("execute")) {
                    yield execute(method, arguments);
                }
                yield isRecorded(name) ? record(method, arguments) : ask(method, arguments);
            }
        };
    }

    /** A question about what it did, or to what it is. */
    private @Nullable Object ask(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Statement made = looked();
        try {
            return Calls.call(made, method, arguments);
        } catch (SQLException failure) {
            Physical at = physical;
            throw at == null ? failure : connection.execution().failedBeside(at.held(), SqlText.NONE, failure);
        }
    }

    private static boolean isRecorded(String name) {
        return name.startsWith("set") || name.equals("registerOutParameter") || name.equals("closeOnCompletion");
    }

    /** What the application does with the driver's own statement is not seen. */
    private @Nullable Object unwrapped(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        return connection.execution().run(SqlText.UNSEEN, false, new Run(made -> Calls.call(made, method, arguments)));
    }

    /** Reaches a replica only: for it the driver sends KILL QUERY, which releases a commit that waits for the partner. */
    private @Nullable Object cancel(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Physical at = physical;
        return at != null && at.held().route() == Route.PRIMARY ? null : toPhysical(method, arguments);
    }

    /** A call that means something only where the statement already is. */
    private @Nullable Object toPhysical(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Physical at = physical;
        return at == null || at.held().isGone() ? null : Calls.call(at.statement(), method, arguments);
    }

    private @Nullable Object record(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        toPhysical(method, arguments); // first: what the driver refuses is not recorded
        Recorded recorded = made -> Calls.call(made, method, arguments);
        if (method.getDeclaringClass() == Statement.class || arguments == null) {
            settings.put(method.getName(), recorded);
        } else {
            // A parameter is known by its number or name; an out parameter may have a value too.
            hasStream |= isStream(arguments);
            boolean out = method.getName().equals("registerOutParameter");
            parameters.put((out ? "out " : "in ") + arguments[0], recorded);
        }
        return null;
    }

    /** What can be read once cannot be sent a second time. */
    private static boolean isStream(@Nullable Object[] arguments) {
        return Arrays.stream(arguments)
                .anyMatch(argument -> argument instanceof InputStream || argument instanceof Reader);
    }

    /** Kept with the parameters it was made of, for the case that it runs on another physical statement. */
    private @Nullable Object batch(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        leaveOtherSide();
        Object answer = toPhysical(method, arguments);
        batchSql = batchSql.and(told(arguments));
        List<Recorded> values = List.copyOf(parameters.values());
        batch.add(made -> {
            replay(made, values);
            Calls.call(made, method, arguments);
        });
        return answer;
    }

    private @Nullable Object execute(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        leaveOtherSide();
        boolean batched = method.getName().endsWith("Batch");
        SqlText run = batched ? batchSql : told(arguments);
        // Of a batch with auto-commit on, a part may have been committed before the rest was refused.
        boolean repeatable = !hasStream && !(batched && connection.getAutoCommit());
        try {
            return connection.execution().run(run, repeatable, new Run(made -> Calls.call(made, method, arguments)));
        } finally {
            if (batched) {
                forgetBatch(); // JDBC: the batch is empty afterwards, whether it succeeded or not
            }
        }
    }

    /** What was prepared, or is told now. */
    private SqlText told(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments[0] instanceof String text ? SqlText.of(text) : sql;
    }

    private void forgetBatch() {
        batch.clear();
        batchSql = SqlText.NONE;
    }

    /** What is called on the physical statement. */
    @FunctionalInterface
    private interface OnStatement {
        @Nullable
        Object call(Statement made) throws Throwable;
    }

    /** One execution, on whichever physical connection. */
    private final class Run implements Execution.Task<@Nullable Object> {
        private final OnStatement call;

        Run(OnStatement call) {
            this.call = call;
        }

        @Override
        public void prepare(HeldConnection held) throws Throwable {
            on(held);
        }

        @Override
        public @Nullable Object run(HeldConnection held) throws Throwable {
            return call.call(on(held));
        }

        @Override
        public void leave() {
            Physical at = physical;
            if (at != null) {
                RoutedStatement.this.leave(at);
            }
        }
    }

    /** Before a run on the other side: running again closes the old result set anyway, so the old statement can go first. */
    private void leaveOtherSide() {
        Physical at = physical;
        if (at != null && at.held().route() != connection.expected()) {
            leave(at);
        }
    }

    private void leave(Physical at) {
        physical = null;
        try {
            at.statement().close();
        } catch (SQLException failure) {
            at.held().condemn();
            LOG.log(Level.DEBUG, "left open", failure); // it goes with its connection
        }
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
        replay(made, settings.values());
        replay(made, batch);
        replay(made, parameters.values());
        return made;
    }

    private static void replay(Statement made, Collection<Recorded> calls) throws Throwable {
        for (Recorded call : calls) {
            call.replayOn(made);
        }
    }

    private @Nullable Object wrapped(Object proxy, @Nullable Object answer) {
        Physical at = physical;
        return answer instanceof ResultSet rows && at != null
                ? Calls.proxy(
                        ResultSet.class,
                        new RoutedResultSet((Statement) proxy, connection.execution(), at.held(), rows))
                : answer;
    }

    private void close() throws SQLException {
        closed = true;
        Physical at = physical;
        physical = null;
        if (at == null) {
            return;
        }
        try {
            at.statement().close();
        } catch (SQLException failure) {
            at.held().condemn(); // what is left of it goes with its connection, not back into a pool
            throw failure;
        }
    }

    private boolean isClosed() throws SQLException {
        Physical at = physical;
        if (closed || connection.isClosed()) {
            return true;
        }
        // One that went with its connection is made anew where it is needed next.
        return at != null && !at.held().isGone() && at.statement().isClosed();
    }

    private void requireOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("the statement is closed", "HY010");
        }
    }
}
