/** Tests of {@code vault}. */
@NullMarked
package dev.tandem.control.vault;

import org.jspecify.annotations.NullMarked;
