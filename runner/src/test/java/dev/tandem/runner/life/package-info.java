/** Tests of the runner. */
@NullMarked
package dev.tandem.runner.life;

import org.jspecify.annotations.NullMarked;
