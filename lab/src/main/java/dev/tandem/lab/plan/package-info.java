/** What a lab shall be: values without I/O, refused when they cannot be right. Imports protocol only. */
@NullMarked
package dev.tandem.lab.plan;

import org.jspecify.annotations.NullMarked;
