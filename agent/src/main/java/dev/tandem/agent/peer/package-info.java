/**
 * How agents talk to each other and what they offer to routers, operators and monitoring: one port, TLS 1.3, both sides known by
 * their certificates. Imports {@code route}, {@code kernel}, {@code protocol} and the JSON library.
 */
@NullMarked
package dev.tandem.agent.peer;

import org.jspecify.annotations.NullMarked;
