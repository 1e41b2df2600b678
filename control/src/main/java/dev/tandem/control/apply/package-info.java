/**
 * Carries out a plan under the site's lock: stage after stage, one of a pair at a time, each component checked before it is
 * swapped and restored when it does not answer afterwards. Imports {@code plan}, {@code state.*}, {@code remote}, {@code
 * observe} and {@code operate}.
 */
@NullMarked
package dev.tandem.control.apply;

import org.jspecify.annotations.NullMarked;
