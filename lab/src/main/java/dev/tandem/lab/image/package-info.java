/** The Debian image that all machines of a lab share, made once and cached. Imports computer. */
@NullMarked
package dev.tandem.lab.image;

import org.jspecify.annotations.NullMarked;
