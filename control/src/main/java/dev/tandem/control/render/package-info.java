/**
 * Turns a layout into what each machine should be. One subpackage a product, none importing another; templates are
 * readable files. Imports {@code layout}, {@code credentials}, {@code model}, {@code state} and {@code state.desired}. Equal input gives equal bytes: no clock and no
 * random value in here.
 */
@NullMarked
package dev.tandem.control.render;

import org.jspecify.annotations.NullMarked;
