/** Tests of {@code operate}: its scripts run for real, on this computer, in a mount namespace of their own. */
@NullMarked
package dev.tandem.control.operate;

import org.jspecify.annotations.NullMarked;
