/** The commands for the databases, which ask their agents and give them orders. */
@NullMarked
package dev.tandem.control.cli.db;

import org.jspecify.annotations.NullMarked;
