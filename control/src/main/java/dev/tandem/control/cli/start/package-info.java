/**
 * Where the command line starts: the one list of all commands, the real site as a place, and the commands about the
 * command line itself.
 */
@NullMarked
package dev.tandem.control.cli.start;

import org.jspecify.annotations.NullMarked;
