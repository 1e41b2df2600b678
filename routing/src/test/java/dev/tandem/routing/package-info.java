/**
 * Tests of the routing, on fakes with names.
 */
@NullMarked
package dev.tandem.routing;

import org.jspecify.annotations.NullMarked;
