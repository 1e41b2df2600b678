/** Tests of {@code cli.start}. */
@NullMarked
package dev.tandem.control.cli.start;

import org.jspecify.annotations.NullMarked;
