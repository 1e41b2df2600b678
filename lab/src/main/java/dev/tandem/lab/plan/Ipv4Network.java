package dev.tandem.lab.plan;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/**
 * An IPv4 network in CIDR notation (RFC 4632).
 *
 * @param address the network's own address: every bit right of the prefix is zero
 * @param prefixLength 8 to 30 bits; a smaller network has no room for two machines
 */
public record Ipv4Network(Inet4Address address, int prefixLength) {

    /** Throws IllegalArgumentException when the prefix is out of range or the address has bits right of it. */
    public Ipv4Network {
        if (prefixLength < 8 || prefixLength > 30) {
            throw new IllegalArgumentException("/" + prefixLength + " is not a usable network: give /8 to /30");
        }
        if ((bits(address) & ~mask(prefixLength)) != 0) {
            throw new IllegalArgumentException(address.getHostAddress() + "/" + prefixLength
                    + " is an address inside a network, not a network: bits right of the prefix are not zero");
        }
    }

    /** Reads "10.77.0.0/24"; throws IllegalArgumentException with a sentence for the user. */
    public static Ipv4Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' is not a network: write it like 10.77.0.0/24");
        }
        try {
            return new Ipv4Network(
                    Inet4Address.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a network: write it like 10.77.0.0/24", e);
        }
    }

    /** Whether a machine may have this address here: inside, and neither the network's own nor the broadcast address. */
    public boolean holds(Inet4Address machine) {
        int host = bits(machine) & ~mask(prefixLength);
        return (bits(machine) & mask(prefixLength)) == bits(address) && host != 0 && host != ~mask(prefixLength);
    }

    private static int bits(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static int mask(int prefixLength) {
        return -1 << (32 - prefixLength);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
