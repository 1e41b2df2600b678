/** Tests of the routing. */
@NullMarked
package dev.tandem.routing.time;

import org.jspecify.annotations.NullMarked;
