/**
 * A site as its owner means it: records without input or output that cannot hold a wrong value. Imports {@code protocol}
 * only. What concerns more than one value at a time (two machines with one address) is checked in {@code rules}.
 */
@NullMarked
package dev.tandem.control.model;

import org.jspecify.annotations.NullMarked;
