/** One machine of a lab: its disk, its boot, its death. Imports plan, computer, image and network. */
@NullMarked
package dev.tandem.lab.machine;

import org.jspecify.annotations.NullMarked;
