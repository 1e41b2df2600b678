/**
 * The vocabulary of one machine, desired or actual: packages, files, units, databases. Imports {@code protocol} only, so
 * that a plan can be tested with tables and sees neither a renderer nor a network.
 */
@NullMarked
package dev.tandem.control.state;

import org.jspecify.annotations.NullMarked;
