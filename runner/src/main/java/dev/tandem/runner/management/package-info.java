/**
 * What the runner answers to whoever manages it, over a Unix socket: readiness, metrics, and what is to be done when machines of the
 * database change their roles.
 *
 * <p>Imports {@code database}, {@code gate} and {@code life}, {@code dev.tandem.routing}, HikariCP and prometheus-metrics for what is
 * counted; Jetty in {@link dev.tandem.runner.management.ManagementServer} only.
 */
@NullMarked
package dev.tandem.runner.management;

import org.jspecify.annotations.NullMarked;
