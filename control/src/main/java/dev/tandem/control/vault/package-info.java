/**
 * What the admin's side keeps for a site, in {@code .tandem/} beside site.yaml: secrets and the machines' keys. Imports
 * {@code layout}.
 */
@NullMarked
package dev.tandem.control.vault;

import org.jspecify.annotations.NullMarked;
