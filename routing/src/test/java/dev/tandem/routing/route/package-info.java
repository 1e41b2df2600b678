/** Tests of the routing. */
@NullMarked
package dev.tandem.routing.route;

import org.jspecify.annotations.NullMarked;
