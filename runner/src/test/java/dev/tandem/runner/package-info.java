/** Tests of the runner. */
@NullMarked
package dev.tandem.runner;

import org.jspecify.annotations.NullMarked;
