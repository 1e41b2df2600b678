/** Tests of dev.tandem.agent.loop: the real loop with everything behind it, in front of fakes of what is outside of the process. */
@NullMarked
package dev.tandem.agent.loop;

import org.jspecify.annotations.NullMarked;
