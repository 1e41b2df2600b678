/** What the kernel does for the agent: processes that end, the gate, connections that are destroyed. Imports the JDK only. */
@NullMarked
package dev.tandem.agent.kernel;

import org.jspecify.annotations.NullMarked;
