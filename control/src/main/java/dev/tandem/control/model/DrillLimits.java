package dev.tandem.control.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a fault may cost the site at most, when it is drilled.
 *
 * @param lost acknowledged writes
 * @param doubled writes that are there twice
 * @param staleReads reads at the primary that did not see what had been acknowledged before
 * @param writeOutage the longest time without a write; empty: each fault's own
 * @param slowestWrite of writes that were acknowledged; empty: each fault's own
 * @param failedWrites how many may fail; empty: each fault's own
 * @param recovery until the site is well again; empty: each fault's own
 */
public record DrillLimits(
        int lost,
        int doubled,
        int staleReads,
        Optional<Duration> writeOutage,
        Optional<Duration> slowestWrite,
        OptionalInt failedWrites,
        Optional<Duration> recovery) {}
