/** Tests of the runner. */
@NullMarked
package dev.tandem.runner.configuration;

import org.jspecify.annotations.NullMarked;
