/**
 * The command line with a lab: the lab as a place, and the commands that only a lab has. May import everything.
 */
@NullMarked
package dev.tandem.lab.cli;

import org.jspecify.annotations.NullMarked;
