package dev.tandem.runner.configuration;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An address and port to listen on.
 *
 * @param address never a name: what a service listens on must not depend on DNS
 * @param port 0 lets the kernel choose
 */
public record Endpoint(InetAddress address, int port) {
    private static final int LARGEST_PORT = 65_535;

    public Endpoint {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + LARGEST_PORT);
        }
    }

    /**
     * Reads {@code 127.0.0.1:8080} or {@code [::1]:8080}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("is not ADDRESS:PORT, as 127.0.0.1:8080 or [::1]:8080");
        }
        return new Endpoint(address(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static InetAddress address(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        if (!bracketed && text.contains(":")) {
            throw new IllegalArgumentException("has an IPv6 address without brackets; write [ADDRESS]:PORT");
        }
        try {
            return InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
        } catch (IllegalArgumentException notAnAddress) {
            throw new IllegalArgumentException("has '" + text + "' where an IP address is expected", notAnAddress);
        }
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("has '" + text + "' where a port is expected", notANumber);
        }
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
