/**
 * Asks machines what they are. Effects only in the asking: the questions are made, and the answers read, by pure functions.
 * Imports {@code state.*}, {@code remote}, {@code layout} and {@code credentials}.
 */
@NullMarked
package dev.tandem.control.observe;

import org.jspecify.annotations.NullMarked;
