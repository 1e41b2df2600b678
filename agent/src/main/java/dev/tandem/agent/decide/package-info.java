/**
 * The database agent's algorithm: what to do about MariaDB on this machine, decided from what is known of the site and of
 * this machine. No I/O, no clock, no randomness; the JDK and {@code dev.tandem.protocol} only. Read {@link
 * dev.tandem.agent.decide.decision.Decider} first, then {@link dev.tandem.agent.decide.Agent}.
 *
 * <p>What is seen is in {@code view}, what is remembered in {@code memory}, what follows from both in {@code decision}; each imports those
 * before it. Here is the agent as a function, which takes events in, and what follows from them besides a decision: what it learns and
 * believes, when clients get in, what it tells its neighbours.
 *
 * <p>{@code dev.tandem.agent.loop} runs it on machines; in this module's tests a simulation of machines, etcd and MariaDB does.
 *
 * <h2>The idea</h2>
 *
 * One key in etcd holds {@link dev.tandem.protocol.ClusterState}: term, primary, partner. While there is a partner, the
 * primary acknowledges a commit only after the partner has it (semi-synchronous replication that never degrades by itself).
 * The partner takes over by swapping the key; the primary gives the partner up by swapping the same key. Only one of the two
 * swaps can happen, so no clock is in the safety of writes.
 *
 * <h2>What always holds</h2>
 *
 * <ol>
 *   <li>At most one machine opens for writes in a term: {@link dev.tandem.agent.decide.decision.PrimaryDecisions}.
 *   <li>Every write acknowledged to a client is in the binlog of every later term's primary: {@link
 *       dev.tandem.agent.decide.decision.Takeover}.
 *   <li>Only the partner in its recorded life, or the primary itself, becomes primary: {@link
 *       dev.tandem.agent.decide.decision.Takeover}, {@link dev.tandem.agent.decide.decision.Starting}.
 *   <li>A partner is added in one order, removed in another: {@link dev.tandem.agent.decide.decision.Partnering}.
 *   <li>A replica gives up being partner before its mysqld or its replication threads start: {@link
 *       dev.tandem.agent.decide.decision.Starting}, {@link dev.tandem.agent.decide.decision.ReplicaDecisions}.
 *   <li>Nobody is partner, or becomes it, whose data is being copied anew: {@link dev.tandem.agent.decide.decision.Copying}.
 *   <li>mysqld starts in the recovery role that the state dictates: {@link dev.tandem.agent.decide.decision.Starting}.
 *   <li>A commit that was released without its acknowledgement taints the machine: {@link
 *       dev.tandem.agent.decide.decision.PrimaryDecisions}.
 *   <li>No data directory is discarded before a complete copy stands beside it: {@link
 *       dev.tandem.agent.decide.decision.Decision.Rebuild}.
 *   <li>Clients do not get in from the decision to kill mysqld on, and a primary whose mysqld does not end hands over: {@link
 *       dev.tandem.agent.decide.Gatekeeping}, {@link dev.tandem.agent.decide.decision.Survival}.
 *   <li>What a reader sees on a replica is not older than the site allows: {@link dev.tandem.agent.decide.memory.Freshness}, {@link
 *       dev.tandem.agent.decide.Offer}.
 *   <li>When nobody can be promoted the agent says who is missing: {@link dev.tandem.agent.decide.decision.Decision.Refuse}.
 * </ol>
 *
 * <h2>What it does not do yet</h2>
 *
 * It does not salvage the relay log of a partner whose mysqld died together with the primary (it waits for the primary and says
 * so), does not switch over by itself before a disk is full, does not count
 * failovers across its own restart, and does not move etcd's leader off the primary's machine.
 */
@NullMarked
package dev.tandem.agent.decide;

import org.jspecify.annotations.NullMarked;
