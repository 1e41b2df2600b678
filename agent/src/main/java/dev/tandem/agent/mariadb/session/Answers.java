package dev.tandem.agent.mariadb.session;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answers to several questions that were sent together: one list of rows a question, each a map from column to text. */
public final class Answers {
    private Answers() {}

    /** Columns by name in lower case; nothing is an empty text. */
    public static List<List<Map<String, String>>> to(Statement statement, String questions) throws SQLException {
        List<List<Map<String, String>>> answers = new ArrayList<>();
        boolean rows = statement.execute(questions);
        while (rows || statement.getUpdateCount() != -1) {
            answers.add(rows ? rows(statement) : List.of());
            rows = statement.getMoreResults();
        }
        return answers;
    }

    /** The first row; without columns when there is none. */
    public static Map<String, String> first(List<Map<String, String>> rows) {
        return rows.isEmpty() ? Map.of() : rows.getFirst();
    }

    /** A column's text; empty when the row has none. */
    public static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static List<Map<String, String>> rows(Statement statement) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (ResultSet result = statement.getResultSet()) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    String value = result.getString(column);
                    row.put(columns.getColumnLabel(column).toLowerCase(Locale.ROOT), value == null ? "" : value);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
