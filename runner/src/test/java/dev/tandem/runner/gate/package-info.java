/** Tests of the runner. */
@NullMarked
package dev.tandem.runner.gate;

import org.jspecify.annotations.NullMarked;
