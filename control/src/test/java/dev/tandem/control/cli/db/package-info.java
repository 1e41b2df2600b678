/** Tests of {@code cli.db}. */
@NullMarked
package dev.tandem.control.cli.db;

import org.jspecify.annotations.NullMarked;
