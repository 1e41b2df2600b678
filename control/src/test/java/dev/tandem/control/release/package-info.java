/** Tests of {@code release}. */
@NullMarked
package dev.tandem.control.release;

import org.jspecify.annotations.NullMarked;
