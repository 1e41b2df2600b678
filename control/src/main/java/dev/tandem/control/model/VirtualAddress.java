package dev.tandem.control.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where users find the site, and how that place moves from one balancer to another.
 *
 * @param addresses one, or several of which each is at home on another balancer
 * @param takeBack how long a balancer that came back waits until it takes an address that is at home on it; with one address
 *     nobody takes it back
 * @param hook what moves an address where the network does not let a machine take it by ARP
 */
public record VirtualAddress(List<Ipv4Address> addresses, Duration takeBack, Optional<Hook> hook) {
    /** Throws IllegalArgumentException when there is no address. */
    public VirtualAddress {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("at least one virtual address");
        }
    }

    /**
     * A program of the admin's that tells the network, a cloud's API for instance, which machine has an address.
     *
     * @param program a script on the admin's computer
     * @param token a file there with what the program needs to be let in; never part of a command's words
     */
    public record Hook(Path program, Optional<Path> token) {}

    /** Whether there are several addresses, each at home on another balancer. */
    public boolean isShared() {
        return addresses.size() > 1;
    }
}
