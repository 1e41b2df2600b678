/**
 * What time does to a site, done in seconds before a fault, and taken back afterwards. May import {@code ground} and {@code fault},
 * because ageing is done in the way in which faults are; of control {@code layout}, {@code model} and {@code remote}.
 */
@NullMarked
package dev.tandem.lab.drill.age;

import org.jspecify.annotations.NullMarked;
