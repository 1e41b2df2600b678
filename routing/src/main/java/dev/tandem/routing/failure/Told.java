package dev.tandem.routing.failure;

/** An exception in which this module tells the application what became of its work: that is decided already, and no failure of a server. */
public interface Told {}
