/**
 * The application server: runs one release's WAR, says when it is ready, drains before it stops, counts what it serves.
 *
 * <p>May import {@code dev.tandem.routing}, its own subpackages {@code notify}, {@code logging} and {@code tls}, and of the libraries Jetty, HikariCP and
 * prometheus-metrics. Jetty is named in {@link dev.tandem.runner.ApplicationServer}, {@link dev.tandem.runner.TlsListener}, {@link dev.tandem.runner.RequestGate},
 * {@link dev.tandem.runner.OwnWrites},
 * {@link dev.tandem.runner.WebApplication}, {@link dev.tandem.runner.SiteNaming}, {@link dev.tandem.runner.ErrorPages} and
 * {@link dev.tandem.runner.RunningRequest} only.
 */
@NullMarked
package dev.tandem.runner;

import org.jspecify.annotations.NullMarked;
