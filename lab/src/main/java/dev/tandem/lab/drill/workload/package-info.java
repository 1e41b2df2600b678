/**
 * Everybody who works on the site during a drill: brings the programs of {@code load} to machines, starts and ends them, and gives
 * what they wrote down. May import {@code ground}, {@code measure} and, for which clients a fault wants, {@code fault}; of control
 * {@code layout} and {@code model}.
 */
@NullMarked
package dev.tandem.lab.drill.workload;

import org.jspecify.annotations.NullMarked;
