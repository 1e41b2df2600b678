package dev.tandem.control.layout;

import dev.tandem.protocol.MachineName;

/**
 * One line of the drawing: who may open connections to which service on which machine. Whatever is not in the list of flows
 * does not happen.
 */
public record Flow(Peer from, MachineName to, Service service) {}
