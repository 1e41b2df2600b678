/**
 * What an agent remembers of its own doing: one record a subject, each of which says what it makes of what happens. {@link
 * dev.tandem.agent.decide.memory.Memory} holds them all. Imports {@code view} and {@code protocol}.
 */
@NullMarked
package dev.tandem.agent.decide.memory;

import org.jspecify.annotations.NullMarked;
