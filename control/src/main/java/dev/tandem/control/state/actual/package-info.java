/** What a machine was seen to be. Imports {@code state}, and {@code state.desired} for what it remembers of a component. */
@NullMarked
package dev.tandem.control.state.actual;

import org.jspecify.annotations.NullMarked;
