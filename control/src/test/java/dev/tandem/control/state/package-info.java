/** Tests of {@code state}. */
@NullMarked
package dev.tandem.control.state;

import org.jspecify.annotations.NullMarked;
