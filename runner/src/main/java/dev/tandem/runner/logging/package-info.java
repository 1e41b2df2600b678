/**
 * Log lines as the journal wants them, for our own {@code System.Logger} and for libraries that speak SLF4J.
 *
 * <p>Imports {@code dev.tandem.protocol.logging} and slf4j-api.
 */
@NullMarked
package dev.tandem.runner.logging;

import org.jspecify.annotations.NullMarked;
