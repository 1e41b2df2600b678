/**
 * This computer: its commands, mounts, control groups and locks. Knows nothing of labs, images or machines; imports the JDK
 * only.
 */
@NullMarked
package dev.tandem.lab.computer;

import org.jspecify.annotations.NullMarked;
