package com.foobar.conduit.security;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from, as far as somebody may be held to it: an address of IPv4, or the first half of one of IPv6, because
 * whoever has one has 2^64 of the same half.
 */
public record Asker(String network) {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    /** The asker with an address as the container says it; what is no address stands for itself. */
    public static Asker at(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV6_BYTES
                    ? new Asker(HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)))
                    : new Asker(address);
        } catch (IllegalArgumentException e) {
            return new Asker(address);
        }
    }
}
