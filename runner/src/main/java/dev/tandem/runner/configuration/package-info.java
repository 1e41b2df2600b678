/**
 * What the runner is told: reads the environment, and collects all that is wrong with it. Imports {@code gate} for its limits.
 */
@NullMarked
package dev.tandem.runner.configuration;

import org.jspecify.annotations.NullMarked;
