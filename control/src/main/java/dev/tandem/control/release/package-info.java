/**
 * Makes releases of an application, and versions of Tandem's own programs, from files on this computer. Imports {@code
 * model}, {@code layout}, {@code state}, {@code state.desired}, {@code remote} and {@code observe}.
 */
@NullMarked
package dev.tandem.control.release;

import org.jspecify.annotations.NullMarked;
