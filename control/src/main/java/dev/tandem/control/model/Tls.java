package dev.tandem.control.model;

import java.time.Duration;

/**
 * How users' connections are encrypted.
 *
 * @param hsts how long browsers, once they were here, refuse to come without TLS (Strict-Transport-Security, RFC 6797); zero
 *     tells them to forget it
 */
public record Tls(Duration hsts) {}
