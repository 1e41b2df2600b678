/** The commands that say how things are, of a file, of machines and of the way between them, and change nothing. */
@NullMarked
package dev.tandem.control.cli.look;

import org.jspecify.annotations.NullMarked;
