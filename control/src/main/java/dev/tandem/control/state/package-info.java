/**
 * The vocabulary of one machine: what can be true of it, item by item, and with which paths and owners. Imports {@code
 * protocol} only, so that a plan can be tested with tables and sees neither a renderer nor a network.
 */
@NullMarked
package dev.tandem.control.state;

import org.jspecify.annotations.NullMarked;
