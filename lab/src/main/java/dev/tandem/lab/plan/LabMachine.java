package dev.tandem.lab.plan;

import dev.tandem.protocol.MachineName;
import java.net.Inet4Address;

/**
 * One machine that a lab shall have.
 *
 * @param name its host name
 * @param address its address in the lab's network, the one that site.yaml gives it
 */
public record LabMachine(MachineName name, Inet4Address address) {}
