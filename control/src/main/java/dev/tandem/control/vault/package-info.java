/**
 * What the admin's side keeps for a site, in {@code .tandem/} beside site.yaml: secrets, certificates and the machines' keys.
 * Imports {@code credentials} and {@code model}; the only user of Bouncy Castle.
 */
@NullMarked
package dev.tandem.control.vault;

import org.jspecify.annotations.NullMarked;
