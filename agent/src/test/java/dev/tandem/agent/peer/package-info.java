/** Tests of dev.tandem.agent.peer. */
@NullMarked
package dev.tandem.agent.peer;

import org.jspecify.annotations.NullMarked;
