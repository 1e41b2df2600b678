/**
 * The proof by simulation: the real algorithm in a world that exists only as numbers. A seed is a schedule of two or three
 * machines, clients and faults; after each step the promises are checked, and at the end the site must serve again or refuse
 * with a reason.
 *
 * <pre>
 * mvn -pl agent -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.schedules=100000
 * mvn -pl agent -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=1610
 * </pre>
 *
 * The second replays one schedule and prints what happened in it. A seed means the same schedule only until a model changes;
 * what a seed has taught is therefore kept as a test of the decision, too.
 */
package dev.tandem.agent.simulation;
