/**
 * Planning and applying under the site's lock: what every command that changes a site as a whole goes through. Knows no
 * command.
 */
@NullMarked
package dev.tandem.control.cli.applying;

import org.jspecify.annotations.NullMarked;
