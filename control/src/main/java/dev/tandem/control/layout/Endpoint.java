package dev.tandem.control.layout;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Port;
import dev.tandem.protocol.MachineName;

/** A service on a machine, as others reach it. */
public record Endpoint(MachineName machine, Ipv4Address address, Port port) {
    /** {@code ADDRESS:PORT}. */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
