/**
 * Time as it comes in, so that tests can have their own. Imports the JDK only.
 */
@NullMarked
package dev.tandem.routing.time;

import org.jspecify.annotations.NullMarked;
