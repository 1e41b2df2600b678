/** Tests of {@code cli.secret}. */
@NullMarked
package dev.tandem.control.cli.secret;

import org.jspecify.annotations.NullMarked;
