/**
 * The database agent's algorithm: what to do about MariaDB on this machine, decided from what is known of the site and of
 * this machine. No I/O, no clock, no randomness; the JDK and {@code dev.tandem.protocol} only. Read {@link
 * dev.tandem.agent.decide.Decider} first, then {@link dev.tandem.agent.decide.Agent}.
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
 *   <li>At most one machine opens for writes in a term: {@link dev.tandem.agent.decide.PrimaryDecisions}.
 *   <li>Every write acknowledged to a client is in the binlog of every later term's primary: {@link
 *       dev.tandem.agent.decide.Takeover}.
 *   <li>Only the partner in its recorded life, or the primary itself, becomes primary: {@link
 *       dev.tandem.agent.decide.Takeover}, {@link dev.tandem.agent.decide.Starting}.
 *   <li>A partner is added in one order, removed in another: {@link dev.tandem.agent.decide.Partnering}.
 *   <li>A replica gives up being partner before its mysqld or its replication threads start: {@link
 *       dev.tandem.agent.decide.Starting}, {@link dev.tandem.agent.decide.ReplicaDecisions}.
 *   <li>Nobody is partner, or becomes it, whose data is being copied anew: {@link dev.tandem.agent.decide.Copying}.
 *   <li>mysqld starts in the recovery role that the state dictates: {@link dev.tandem.agent.decide.Starting}.
 *   <li>A commit that was released without its acknowledgement taints the machine: {@link
 *       dev.tandem.agent.decide.PrimaryDecisions}.
 *   <li>No data directory is discarded before a complete copy stands beside it: {@link
 *       dev.tandem.agent.decide.Decision.Rebuild}.
 *   <li>Clients do not get in from the decision to kill mysqld on, and a primary whose mysqld does not end hands over: {@link
 *       dev.tandem.agent.decide.Gatekeeping}, {@link dev.tandem.agent.decide.Survival}.
 *   <li>What a reader sees on a replica is not older than the site allows: {@link dev.tandem.agent.decide.Freshness}, {@link
 *       dev.tandem.agent.decide.Offer}.
 *   <li>When nobody can be promoted the agent says who is missing: {@link dev.tandem.agent.decide.Decision.Refuse}.
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
