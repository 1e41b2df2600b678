/**
 * Whose machines these are, and a vault that is made of what they hold. Imports {@code vault}, {@code render}, {@code observe}, {@code remote},
 * {@code credentials}, {@code state}, {@code state.desired} and {@code model}; it changes no machine.
 */
@NullMarked
package dev.tandem.control.recovery;

import org.jspecify.annotations.NullMarked;
