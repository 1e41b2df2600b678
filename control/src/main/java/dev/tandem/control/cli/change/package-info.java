/**
 * The commands that make a site what its file says, or show what that would change, and those that take it away from
 * its users or from this computer.
 */
@NullMarked
package dev.tandem.control.cli.change;

import org.jspecify.annotations.NullMarked;
