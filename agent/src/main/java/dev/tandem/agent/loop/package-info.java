/**
 * The agent as a process: {@link dev.tandem.agent.loop.Loop} feeds events to the algorithm and carries its actions out, through the
 * edges. It decides nothing. Imports everything of the agent.
 */
@NullMarked
package dev.tandem.agent.loop;

import org.jspecify.annotations.NullMarked;
