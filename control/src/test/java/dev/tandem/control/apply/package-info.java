/** Tests of {@code apply}: the shipped scripts run for real, on this computer, in a mount namespace of their own. */
@NullMarked
package dev.tandem.control.apply;

import org.jspecify.annotations.NullMarked;
