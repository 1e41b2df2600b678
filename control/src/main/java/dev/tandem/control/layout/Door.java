package dev.tandem.control.layout;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Port;

/**
 * A port that somebody may knock at.
 *
 * @param place the machine's name, {@code virtual address}, or which of several virtual addresses
 * @param udp whether it is knocked at over UDP, else over TCP
 */
public record Door(String place, Ipv4Address address, Port port, boolean udp) {
    /** As {@code lb1:53/udp}. */
    @Override
    public String toString() {
        return place + ":" + port + (udp ? "/udp" : "");
    }
}
