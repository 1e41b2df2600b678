/**
 * The two places where work can run, and whether the second will do: the replica is there, and has what a client wrote. Imports {@code
 * failure} and {@code time}.
 */
@NullMarked
package dev.tandem.routing.route;

import org.jspecify.annotations.NullMarked;
