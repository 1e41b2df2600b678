/** What the kernel does for the agent: processes that end, the gate, connections that are destroyed, time that passes. Imports the JDK only. What the kernel and programs do is behind
 * {@link dev.tandem.agent.kernel.Programs}, so that everything else runs in tests as it is. */
@NullMarked
package dev.tandem.agent.kernel;

import org.jspecify.annotations.NullMarked;
