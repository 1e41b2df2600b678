/**
 * Breaks the lab's site on purpose and counts what was lost. Pure: what was tried ({@link dev.tandem.lab.drill.Attempt}), the
 * {@link dev.tandem.lab.drill.Ledger}, the {@link dev.tandem.lab.drill.Outage}, {@link dev.tandem.lab.drill.Limits} and
 * verdict, the reports. The rest acts on machines. May import the lab and of control {@code layout}, {@code model}, {@code
 * observe}, {@code remote} and {@code state}.
 */
@NullMarked
package dev.tandem.lab.drill;

import org.jspecify.annotations.NullMarked;
