/** Tests of {@code cli.change}. */
@NullMarked
package dev.tandem.control.cli.change;

import org.jspecify.annotations.NullMarked;
