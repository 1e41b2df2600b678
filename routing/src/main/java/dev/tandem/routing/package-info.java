/**
 * The read/write-splitting {@link javax.sql.DataSource}: read-only transactions go to a replica, everything else to the primary. What
 * applications use is all in this package: {@link dev.tandem.routing.RoutingDataSource} with its times, the gate, what a client wrote, and
 * the exceptions; with it what holds physical connections, chooses between them and runs statements on them. The packages below are for this one
 * alone; none knows it.
 *
 * <p>Imports the JDK only, so that any application can use it without the rest of Tandem.
 */
@NullMarked
package dev.tandem.routing;

import org.jspecify.annotations.NullMarked;
