/**
 * What drills are done on: the lab's machines, held from this computer and past their network, and who of them does what at the
 * moment. Knows of no fault. May import the lab and of control {@code layout}, {@code model} and {@code observe}.
 */
@NullMarked
package dev.tandem.lab.drill.ground;

import org.jspecify.annotations.NullMarked;
