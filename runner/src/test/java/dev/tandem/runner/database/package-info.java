/** Tests of the runner. */
@NullMarked
package dev.tandem.runner.database;

import org.jspecify.annotations.NullMarked;
