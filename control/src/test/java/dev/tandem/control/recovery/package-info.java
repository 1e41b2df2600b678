/** Tests. */
@NullMarked
package dev.tandem.control.recovery;

import org.jspecify.annotations.NullMarked;
