/**
 * The commands for what is secret: secrets, the authorities that sign, and the vault that keeps them; and the
 * replacements that they begin, which an apply goes on with.
 */
@NullMarked
package dev.tandem.control.cli.secret;

import org.jspecify.annotations.NullMarked;
