/**
 * What a site has secrets and certificates for, and those values while they are carried: they are never printed. Pure; imports
 * {@code model} and {@code protocol}. The vault makes and keeps them, renderers put them into files.
 */
@NullMarked
package dev.tandem.control.credentials;

import org.jspecify.annotations.NullMarked;
