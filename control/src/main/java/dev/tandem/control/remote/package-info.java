/**
 * Run a command on a machine, with bytes in and out. The only user of the SSH library; imports {@code protocol} only. It
 * does not know what a site is.
 */
@NullMarked
package dev.tandem.control.remote;

import org.jspecify.annotations.NullMarked;
