package dev.tandem.control.state;

/** A database machine that follows the primary, unless it is the primary itself: its agent sees to that. */
public record DatabaseReplica() implements Item {}
