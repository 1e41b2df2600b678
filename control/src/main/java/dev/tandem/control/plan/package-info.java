/**
 * Compares what each machine should be with what it is: a list of typed changes, in order, with reasons. Pure; imports
 * {@code state.*} and {@code protocol} only.
 */
@NullMarked
package dev.tandem.control.plan;

import org.jspecify.annotations.NullMarked;
