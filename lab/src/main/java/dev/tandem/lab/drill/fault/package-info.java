/**
 * Faults: which there are, what each may cost at most, how each is done and how it is mended. May import {@code ground}, {@code
 * measure} for what is limited, and the lab; of control {@code layout}, {@code model} and {@code observe}.
 */
@NullMarked
package dev.tandem.lab.drill.fault;

import org.jspecify.annotations.NullMarked;
