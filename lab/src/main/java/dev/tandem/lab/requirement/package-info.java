/** What this computer must have before a lab can stand on it, and what to do about what is missing. Imports computer. */
@NullMarked
package dev.tandem.lab.requirement;

import org.jspecify.annotations.NullMarked;
