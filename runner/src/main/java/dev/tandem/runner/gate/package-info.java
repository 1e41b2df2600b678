/**
 * What every request passes on its way to the application: who has how many places and connections,
 * who waits too long for whom, what is running.
 *
 * <p>May import Jetty in {@link dev.tandem.runner.gate.RequestGate}, {@link dev.tandem.runner.gate.Passage} and
 * {@link dev.tandem.runner.gate.RunningRequest}; all other classes decide with the JDK alone. Knows nothing of the rest of the runner.
 */
@NullMarked
package dev.tandem.runner.gate;

import org.jspecify.annotations.NullMarked;
