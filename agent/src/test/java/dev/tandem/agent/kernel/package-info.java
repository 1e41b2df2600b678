/** Tests of dev.tandem.agent.kernel, and what stands for the kernel in other tests. */
@NullMarked
package dev.tandem.agent.kernel;

import org.jspecify.annotations.NullMarked;
