package com.foobar.conduit.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What happens inside one transaction. It may run again from the start after a deadlock, so it changes nothing but the
 * database, and it neither commits nor keeps the connection.
 */
@FunctionalInterface
public interface Work<T> {

    T in(Connection connection) throws SQLException;
}
