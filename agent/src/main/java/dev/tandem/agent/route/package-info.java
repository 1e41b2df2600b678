/**
 * Which database clients should use. A database machine's agent publishes what it is ({@link dev.tandem.agent.route.Routes}); an
 * application machine's agent directs its router by what they say ({@link dev.tandem.agent.route.Director}). HAProxy asks the agents
 * by itself, too, so that nothing hangs on that but time. Imports {@code protocol}, {@code kernel} and the JSON library.
 */
@NullMarked
package dev.tandem.agent.route;

import org.jspecify.annotations.NullMarked;
