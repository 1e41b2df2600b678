/** Tests of {@code cli.shell}. */
@NullMarked
package dev.tandem.control.cli.shell;

import org.jspecify.annotations.NullMarked;
