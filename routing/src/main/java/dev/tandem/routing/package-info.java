/**
 * The read/write-splitting {@link javax.sql.DataSource}: read-only transactions go to a replica, everything else to the primary.
 *
 * <p>Imports the JDK only, so that any application can use it without the rest of Tandem.
 */
@NullMarked
package dev.tandem.routing;

import org.jspecify.annotations.NullMarked;
