/**
 * The database: {@link com.foobar.conduit.store.Transactions} is the one place that opens, commits and rolls back; one
 * class per group of tables holds its SQL and works on the connection it is given.
 *
 * <p>May import {@code model} and {@code security} (for the viewer), JDBC, nothing of HTTP.
 */
@NullMarked
package com.foobar.conduit.store;

import org.jspecify.annotations.NullMarked;
