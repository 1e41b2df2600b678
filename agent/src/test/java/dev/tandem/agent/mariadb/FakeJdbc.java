package dev.tandem.agent.mariadb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of JDBC the agent uses, in front of a {@link FakeMysqld}. Everything else is refused, so that a test says so. */
final class FakeJdbc {
    private FakeJdbc() {}

    /** One answer of several that came together: rows, or null for a statement that gives none. */
    record Answer(List<String> columns, @Nullable List<Map<String, String>> rows) {
        static final Answer OK = new Answer(List.of(), null);
    }

    /** The other end of one connection. */
    interface Server {
        List<Answer> execute(String sql) throws SQLException;

        boolean answersPing();

        boolean isGone();

        void leave();
    }

    static Connection connection(Server server) {
        boolean[] closed = new boolean[1];
        return proxy(Connection.class, (_, method, _) -> switch (method.getName()) {
            case "createStatement" -> {
                if (closed[0]) {
                    throw broken("Connection is closed");
                }
                yield statement(server);
            }
            case "isClosed" -> closed[0];
            // As Connector/J does: an answer that does not come closes the connection.
            case "isValid" -> {
                boolean lives = !closed[0] && !server.isGone() && server.answersPing();
                closed[0] = !lives;
                yield lives;
            }
            case "abort", "close" -> {
                closed[0] = true;
                server.leave();
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    static SQLException broken(String message) {
        return new SQLNonTransientConnectionException(message, "08000");
    }

    private static Statement statement(Server server) {
        Deque<Answer> answers = new ArrayDeque<>();
        return proxy(Statement.class, (_, method, words) -> switch (method.getName()) {
            case "execute" -> {
                answers.clear();
                if (server.isGone()) {
                    throw broken("Socket error");
                }
                answers.addAll(server.execute((String) words[0]));
                yield has(answers);
            }
            case "getMoreResults" -> {
                answers.poll();
                yield has(answers);
            }
            case "getUpdateCount" -> answers.isEmpty() || has(answers) ? -1 : 0;
            case "getResultSet" -> result(answers.getFirst());
            case "close" -> null;
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static boolean has(Deque<Answer> answers) {
        return !answers.isEmpty() && answers.getFirst().rows() != null;
    }

    private static ResultSet result(Answer answer) {
        List<Map<String, String>> rows = new ArrayList<>(answer.rows() == null ? List.of() : answer.rows());
        int[] at = {-1};
        return proxy(ResultSet.class, (_, method, words) -> switch (method.getName()) {
            case "next" -> ++at[0] < rows.size();
            case "getString" -> rows.get(at[0]).get(answer.columns().get((Integer) words[0] - 1));
            case "getMetaData" -> columns(answer.columns());
            case "close" -> null;
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static ResultSetMetaData columns(List<String> columns) {
        return proxy(ResultSetMetaData.class, (_, method, words) -> switch (method.getName()) {
            case "getColumnCount" -> columns.size();
            case "getColumnLabel" -> columns.get((Integer) words[0] - 1);
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
