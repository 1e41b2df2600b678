/** Tests of {@code cli}. */
@NullMarked
package dev.tandem.control.cli;

import org.jspecify.annotations.NullMarked;
