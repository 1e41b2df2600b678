/**
 * Strangers who attack the site: from one address, so many times and so long, then no more. What a user of another address notices of
 * it is measured in the same run without the attack and with it. {@code ./tandem test -Dgroups=attack} runs these alone.
 */
@NullMarked
package dev.tandem.lab.attack;

import org.jspecify.annotations.NullMarked;
