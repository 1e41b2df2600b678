/**
 * What a drill measures, and what it may cost. Pure: what was tried ({@link dev.tandem.lab.drill.measure.Attempt}), the {@link
 * dev.tandem.lab.drill.measure.Ledger}, the {@link dev.tandem.lab.drill.measure.Outage}, {@link
 * dev.tandem.lab.drill.measure.Limits} and verdict. The rest looks at machines while the drill goes on, and changes nothing. May
 * import {@code ground} and of control {@code layout}, {@code observe}, {@code remote} and {@code state}.
 */
@NullMarked
package dev.tandem.lab.drill.measure;

import org.jspecify.annotations.NullMarked;
