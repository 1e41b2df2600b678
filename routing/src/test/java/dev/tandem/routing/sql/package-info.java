/** Tests of the routing. */
@NullMarked
package dev.tandem.routing.sql;

import org.jspecify.annotations.NullMarked;
