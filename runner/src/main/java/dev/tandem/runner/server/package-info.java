/**
 * The servlet container with the application in it: its ports, what the application can see, the pages when something fails, and the
 * cookie by which a client reads its own writes.
 *
 * <p>Imports {@code configuration}, {@code gate}, {@code life}, {@code dev.tandem.routing}, {@code dev.tandem.protocol.tls} and Jetty. Another
 * container would take the place of this package, of {@link dev.tandem.runner.management.ManagementServer} and of what {@code gate} names.
 */
@NullMarked
package dev.tandem.runner.server;

import org.jspecify.annotations.NullMarked;
