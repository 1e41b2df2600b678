/**
 * What JDBC alone asks for: settings that a connection carries to the next, and calls that are passed on. Imports the JDK only.
 */
@NullMarked
package dev.tandem.routing.jdbc;

import org.jspecify.annotations.NullMarked;
