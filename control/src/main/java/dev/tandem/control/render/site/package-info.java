/**
 * All products together: what every machine of a site should be. Imports {@code render} and its products. It is a package
 * of its own because the products import {@code render}, and packages import each other in one direction only.
 */
@NullMarked
package dev.tandem.control.render.site;

import org.jspecify.annotations.NullMarked;
