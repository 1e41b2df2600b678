package dev.tandem.routing;

import dev.tandem.routing.jdbc.Calls;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A driver's connection that writes each call to the journal, keeps what was set, and can be broken or made to refuse a call. */
final class FakeConnection implements InvocationHandler {
    /** What only this fake is, to be unwrapped to. */
    interface Vendor {}

    /** What a pool's connection (HikariCP, ProxyConnection.ClosedConnection) still answers; else it throws an exception without a state. */
    private static final Set<String> WHEN_CLOSED =
            Set.of("isClosed", "isValid", "close", "abort", "toString", "hashCode", "equals");

    private final String name;
    private final List<String> journal;
    private final Connection proxy;
    private final Map<String, Object> answers;
    private final Map<String, @Nullable Object> settings = new HashMap<>();
    private final Map<String, SQLException> refusals = new HashMap<>();
    private final Map<String, Happening> happenings = new HashMap<>();
    private final Map<String, Happening> statementHappenings = new HashMap<>();
    private final Map<String, Happening> rowsHappenings = new HashMap<>();
    private int results;
    private boolean closed;

    FakeConnection(String name, boolean readOnly, List<String> journal, Map<String, Object> answers) {
        this.answers = answers;
        this.name = name;
        this.journal = journal;
        this.proxy = Calls.proxy(Connection.class, this);
        settings.put("ReadOnly", readOnly);
        settings.put("AutoCommit", true);
        settings.put("TransactionIsolation", Connection.TRANSACTION_REPEATABLE_READ);
        settings.put("Catalog", "site");
        settings.put("Schema", null);
        settings.put("Holdability", ResultSet.HOLD_CURSORS_OVER_COMMIT);
        settings.put("NetworkTimeout", 0);
        settings.put("ClientInfo", new Properties());
        settings.put("TypeMap", Map.of());
    }

    Connection asConnection() {
        return proxy;
    }

    boolean closed() {
        return closed;
    }

    /** The named call fails from now on. */
    void refuse(String call, SQLException failure) {
        refusals.put(call, failure);
    }

    /** The named call succeeds again. */
    void accept(String call) {
        refusals.remove(call);
    }

    /** What happens first when the named call is made of one of its statements. */
    void whenStatementCalls(String call, Happening happening) {
        statementHappenings.put(call, happening);
    }

    /** What happens in the place of the named call of one of its result sets. */
    void whenRowsCall(String call, Happening happening) {
        rowsHappenings.put(call, happening);
    }

    /** What happens in the place of the named call. */
    interface Happening {
        void happen() throws SQLException;
    }

    void whenCalled(String call, Happening happening) {
        happenings.put(call, happening);
    }

    private void failOr(String call) throws SQLException {
        SQLException refusal = refusals.get(call);
        if (refusal != null) {
            throw refusal;
        }
        Happening happening = happenings.get(call);
        if (happening != null) {
            happening.happen();
        }
    }

    /** As a pool does when the server is gone: the connection is closed under the application. */
    void breakDown() {
        closed = true;
    }

    @Nullable
    Object setting(String setting) {
        return settings.get(setting);
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String call = method.getName();
        if (closed && !WHEN_CLOSED.contains(call)) {
            throw new SQLException("Connection is closed");
        }
        failOr(call);
        return switch (call) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> Calls.isSame(self, arguments);
            case "toString" -> name;
            case "isClosed" -> closed;
            case "close" -> {
                closed = true;
                yield log("close");
            }
            case "isValid" -> !closed;
            case "createStatement" -> statement(Statement.class, "statement");
            case "prepareStatement" -> statement(PreparedStatement.class, first(arguments));
            case "prepareCall" -> statement(CallableStatement.class, first(arguments));
            case "getMetaData" -> Calls.proxy(DatabaseMetaData.class, this::metadata);
            case "isWrapperFor" -> Vendor.class.equals(Calls.only(arguments));
            case "unwrap" -> new Vendor() {};
            case "setSavepoint", "releaseSavepoint", "commit", "rollback", "abort", "clearWarnings" -> log(call);
            default -> setting(call, arguments);
        };
    }

    private @Nullable Object setting(String call, @Nullable Object @Nullable [] arguments) {
        if (call.startsWith("set") && arguments != null) {
            Object value = arguments[arguments.length - 1];
            settings.put(call.substring(3), value);
            return log(call + " " + value);
        }
        String setting = call.startsWith("is") ? call.substring(2) : call.substring(3);
        return settings.get(setting);
    }

    private static String first(@Nullable Object @Nullable [] arguments) {
        return arguments == null ? "" : String.valueOf(arguments[0]);
    }

    private @Nullable Object log(String what) {
        journal.add(name + " " + what);
        return null;
    }

    private @Nullable Object metadata(Object self, Method method, @Nullable Object @Nullable [] arguments) {
        log("metadata " + method.getName());
        if (method.getReturnType() == ResultSet.class) {
            return resultSet();
        }
        return method.getReturnType() == String.class ? name : null;
    }

    private Object statement(Class<? extends Statement> type, String sql) {
        return Calls.proxy(type, new FakeStatement(sql));
    }

    private ResultSet resultSet() {
        results++;
        String label = name + " row set " + results;
        boolean[] over = new boolean[1];
        return Calls.proxy(ResultSet.class, (self, method, arguments) -> switch (method.getName()) {
            case "next", "updateRow", "insertRow", "deleteRow" -> {
                rowsHappenings.getOrDefault(method.getName(), () -> {}).happen();
                yield method.getReturnType() == boolean.class ? false : null;
            }
            case "isClosed" -> over[0] || closed;
            case "close" -> {
                over[0] = true;
                yield null;
            }
            case "getString", "toString" -> over[0] || closed ? "closed" : label;
            case "hashCode" -> label.hashCode();
            case "equals" -> Calls.isSame(self, arguments);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static ResultSet oneRow(@Nullable Object value) {
        boolean[] read = new boolean[1];
        return Calls.proxy(ResultSet.class, (self, method, arguments) -> switch (method.getName()) {
            case "next" -> {
                boolean first = !read[0];
                read[0] = true;
                yield first;
            }
            case "getString", "getInt" -> value;
            case "wasNull", "isClosed" -> false;
            case "close" -> null;
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> Calls.isSame(self, arguments);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    /** Writes {@code run SQL {1=a}} when it is executed, with its parameters and settings. */
    private final class FakeStatement implements InvocationHandler {
        private final String sql;
        private final Map<String, String> values = new HashMap<>();
        private boolean over;
        private @Nullable ResultSet rows;

        FakeStatement(String sql) {
            this.sql = sql;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            String call = method.getName();
            failOr(call);
            Happening happening = statementHappenings.get(call);
            if (happening != null) {
                happening.happen();
            }
            if (call.startsWith("execute")) {
                run(arguments);
                return result(method, arguments);
            }
            if (call.startsWith("set") && arguments != null) {
                String key = arguments.length == 1 ? call.substring(3) : String.valueOf(arguments[0]);
                values.put(key, String.valueOf(arguments[arguments.length - 1]));
                return null;
            }
            return answer(self, method, arguments);
        }

        private @Nullable Object answer(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws SQLException {
            return switch (method.getName()) {
                case "close" -> {
                    over = true;
                    yield null;
                }
                case "isClosed" -> over || closed;
                case "getResultSet" -> rows;
                case "getConnection" -> proxy;
                case "clearParameters" -> {
                    values.clear();
                    yield null;
                }
                case "addBatch" -> log("addBatch " + sql + with());
                case "getFetchSize" -> Integer.valueOf(values.getOrDefault("FetchSize", "0"));
                case "cancel" -> log("cancel");
                case "unwrap" -> new Vendor() {};
                case "isWrapperFor" -> Vendor.class.equals(Calls.only(arguments));
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> Calls.isSame(self, arguments);
                default -> null;
            };
        }

        private void run(@Nullable Object @Nullable [] arguments) {
            String text = arguments == null ? sql : first(arguments);
            log("run " + text + with());
        }

        private String with() {
            return values.isEmpty()
                    ? ""
                    : values.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", " {", "}"));
        }

        private @Nullable Object result(Method method, @Nullable Object @Nullable [] arguments) {
            Class<?> type = method.getReturnType();
            if (type == int[].class) {
                return new int[] {1};
            }
            if (Arrays.asList(int.class, long.class).contains(type)) {
                return type == int.class ? (Object) 1 : 1L;
            }
            String text = arguments == null ? sql : first(arguments);
            rows = answers.keySet().stream()
                    .filter(text::contains)
                    .findFirst()
                    .map(query -> oneRow(answers.get(query)))
                    .orElseGet(FakeConnection.this::resultSet);
            return type == boolean.class ? true : rows;
        }
    }
}
