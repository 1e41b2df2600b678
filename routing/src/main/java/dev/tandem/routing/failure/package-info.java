/**
 * What a failure means: for the server, for the work that failed, and whether and when that is run again. Imports {@code sql} and {@code
 * time}.
 */
@NullMarked
package dev.tandem.routing.failure;

import org.jspecify.annotations.NullMarked;
