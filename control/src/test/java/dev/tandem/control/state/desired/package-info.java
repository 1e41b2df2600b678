/** Tests of {@code state.desired}. */
@NullMarked
package dev.tandem.control.state.desired;

import org.jspecify.annotations.NullMarked;
