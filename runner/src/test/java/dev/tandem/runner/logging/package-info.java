/** Tests of the journal's format. */
@NullMarked
package dev.tandem.runner.logging;

import org.jspecify.annotations.NullMarked;
