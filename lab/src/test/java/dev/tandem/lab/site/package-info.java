/**
 * The whole site on real machines, as a user meets it: commands by the launcher, requests from the lab's client, faults by
 * {@link dev.tandem.lab.machine.NspawnMachine}. One lab serves all classes here; each test leaves the site well. May import
 * {@code lab} and {@code control.remote}.
 */
@NullMarked
package dev.tandem.lab.site;

import org.jspecify.annotations.NullMarked;
