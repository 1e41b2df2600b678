package dev.tandem.control.state;

/** A directory that exists with this ownership. What lies in it is not touched. */
public record Directory(MachinePath path, Ownership ownership) implements Item {}
