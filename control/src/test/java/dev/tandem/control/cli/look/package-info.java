/** Tests of {@code cli.look}. */
@NullMarked
package dev.tandem.control.cli.look;

import org.jspecify.annotations.NullMarked;
