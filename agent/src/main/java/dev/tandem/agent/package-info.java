/** The agent's process: what it is told when it starts, and the commands that operators give it through the same program. */
@NullMarked
package dev.tandem.agent;

import org.jspecify.annotations.NullMarked;
