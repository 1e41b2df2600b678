package com.foobar.conduit.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times out of the database, whose columns hold UTC with milliseconds. */
final class Times {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private Times() {}

    /** As the API writes them: always with milliseconds, which clients of the specification match on. */
    static String read(ResultSet row, String column) throws SQLException {
        return ISO.format(row.getObject(column, LocalDateTime.class));
    }
}
