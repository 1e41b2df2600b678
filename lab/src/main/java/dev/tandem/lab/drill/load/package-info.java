/**
 * The programs that make load during a drill. They run on the lab's machines, with nothing of Tandem's beside them: JDK only,
 * and for SQL the driver that the machine has. Each writes down what it is about to ask before it asks, so that a program that
 * dies leaves no row behind that nobody can account for.
 */
@NullMarked
package dev.tandem.lab.drill.load;

import org.jspecify.annotations.NullMarked;
