/**
 * The frame of the command line: what every command works with and ends by (site and place, talk and output, the mapping of failures to
 * words and exit codes). It knows no command. It and the packages below it alone use standard output.
 */
@NullMarked
package dev.tandem.control.cli;

import org.jspecify.annotations.NullMarked;
