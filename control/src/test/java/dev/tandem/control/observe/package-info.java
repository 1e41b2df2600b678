/** Tests of {@code observe}. */
@NullMarked
package dev.tandem.control.observe;

import org.jspecify.annotations.NullMarked;
