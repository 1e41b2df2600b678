/**
 * The application server: runs one release's WAR, says when it is ready, drains before it stops, counts what it serves.
 *
 * <p>May import {@code dev.tandem.routing}, its own subpackages {@code gate}, {@code logging} and {@code tls}, and of the libraries Jetty, HikariCP and
 * prometheus-metrics. Jetty is named in {@link dev.tandem.runner.ApplicationServer}, {@link dev.tandem.runner.TlsListener}, {@link dev.tandem.runner.OwnWrites},
 * {@link dev.tandem.runner.WebApplication}, {@link dev.tandem.runner.SiteNaming} and {@link dev.tandem.runner.ErrorPages} only, and as
 * {@code gate} says.
 */
@NullMarked
package dev.tandem.runner;

import org.jspecify.annotations.NullMarked;
