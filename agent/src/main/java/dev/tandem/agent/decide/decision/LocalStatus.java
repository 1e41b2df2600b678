package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.protocol.MachineName;

/**
 * What this agent knows of its own machine.
 *
 * @param tainted a commit was released here that nobody acknowledged; written down on disk
 * @param memory what the agent remembers of its own doing
 */
public record LocalStatus(MachineName self, DatabaseStatus database, boolean tainted, Memory memory) {}
