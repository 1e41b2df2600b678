/**
 * The words that two of Tandem's processes share. Imports the JDK only, so that every module may
 * import it without gaining a library.
 */
@NullMarked
package dev.tandem.protocol;

import org.jspecify.annotations.NullMarked;
