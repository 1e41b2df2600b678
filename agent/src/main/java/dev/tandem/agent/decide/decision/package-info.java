/**
 * What to do next, from what is seen and remembered: {@link dev.tandem.agent.decide.decision.Decider}, with a class for each role that this
 * machine may have. In words above each class are the rules that it keeps. Imports {@code view}, {@code memory} and {@code protocol}.
 */
@NullMarked
package dev.tandem.agent.decide.decision;

import org.jspecify.annotations.NullMarked;
