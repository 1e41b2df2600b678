/** Tests of {@code remote}: the shipped scripts run for real, on this computer, in a mount namespace of their own. */
@NullMarked
package dev.tandem.control.remote;

import org.jspecify.annotations.NullMarked;
