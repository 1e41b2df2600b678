/** Labs: real Debian machines on this computer. {@link dev.tandem.lab.Lab} composes the packages below this one. */
@NullMarked
package dev.tandem.lab;

import org.jspecify.annotations.NullMarked;
