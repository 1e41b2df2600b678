/** Tests of {@code cli.applying}. */
@NullMarked
package dev.tandem.control.cli.applying;

import org.jspecify.annotations.NullMarked;
