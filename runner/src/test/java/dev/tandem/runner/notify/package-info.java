/** Tests of sd_notify. */
@NullMarked
package dev.tandem.runner.notify;

import org.jspecify.annotations.NullMarked;
