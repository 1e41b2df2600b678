/**
 * The application server: runs one release's WAR, says when it is ready, drains before it stops. The command and one run from its start to
 * its end; the packages below are its parts.
 *
 * <p>Imports all of them, {@code dev.tandem.protocol.notify} and {@code dev.tandem.routing}, and no library.
 */
@NullMarked
package dev.tandem.runner;

import org.jspecify.annotations.NullMarked;
