/** Tests of the runner. */
@NullMarked
package dev.tandem.runner.management;

import org.jspecify.annotations.NullMarked;
