/**
 * Where the runner is in its life, and the failure that ends it. Imports the JDK only.
 */
@NullMarked
package dev.tandem.runner.life;

import org.jspecify.annotations.NullMarked;
