/** Tests of sd_notify. */
@NullMarked
package dev.tandem.protocol.notify;

import org.jspecify.annotations.NullMarked;
