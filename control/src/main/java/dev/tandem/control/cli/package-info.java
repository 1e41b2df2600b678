/**
 * The command line: one class a command, the only standard output and exit codes, and the wiring of everything else. May
 * import every other package.
 */
@NullMarked
package dev.tandem.control.cli;

import org.jspecify.annotations.NullMarked;
