/** Tests of the runner. */
@NullMarked
package dev.tandem.runner.server;

import org.jspecify.annotations.NullMarked;
