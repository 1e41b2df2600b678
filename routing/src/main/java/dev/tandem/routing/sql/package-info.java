/**
 * What a statement's text tells: what it may change, whether it commits, what it needs and leaves in its session. Imports the JDK only.
 */
@NullMarked
package dev.tandem.routing.sql;

import org.jspecify.annotations.NullMarked;
