package com.foobar.conduit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One statement with its values in the order of its question marks. */
final class Sql {

    /** No statement of this application is meant to take long; one that does must not hold a connection for ever. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String text;
    private final List<@Nullable Object> values = new ArrayList<>();

    private Sql(String text) {
        this.text = text;
    }

    static Sql of(String text) {
        return new Sql(text);
    }

    Sql with(@Nullable Object... more) {
        for (Object value : more) {
            values.add(value);
        }
        return this;
    }

    Sql withAll(Collection<?> more) {
        values.addAll(more);
        return this;
    }

    /** As many question marks as there are values, for {@code IN (...)}. */
    static String marks(Collection<?> values) {
        return String.join(",", Collections.nCopies(values.size(), "?"));
    }

    <T> List<T> list(Connection connection, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepare(connection, Statement.NO_GENERATED_KEYS);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        }
    }

    <T> Optional<T> first(Connection connection, RowReader<T> reader) throws SQLException {
        return list(connection, reader).stream().findFirst();
    }

    /** How many rows changed. */
    int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, Statement.NO_GENERATED_KEYS)) {
            return statement.executeUpdate();
        }
    }

    /** The id of the row that was inserted. */
    long insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, Statement.RETURN_GENERATED_KEYS)) {
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                if (!keys.next()) {
                    throw new SQLException("no key came back for: " + text);
                }
                return keys.getLong(1);
            }
        }
    }

    private PreparedStatement prepare(Connection connection, int generatedKeys) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text, generatedKeys);
        statement.setQueryTimeout((int) TIMEOUT.toSeconds());
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
