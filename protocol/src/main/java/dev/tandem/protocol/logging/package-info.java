/** Log lines as systemd's journal wants them. Imports the JDK only. */
@NullMarked
package dev.tandem.protocol.logging;

import org.jspecify.annotations.NullMarked;
