/**
 * Telling systemd how a service is doing (sd_notify(3)), without its library. Imports the JDK only.
 */
@NullMarked
package dev.tandem.protocol.notify;

import org.jspecify.annotations.NullMarked;
