/** A person's own words on machines: a shell, or a command. */
@NullMarked
package dev.tandem.control.cli.shell;

import org.jspecify.annotations.NullMarked;
