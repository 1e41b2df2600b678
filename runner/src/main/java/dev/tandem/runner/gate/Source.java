package dev.tandem.runner.gate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * For whom a request counts, or work without one. The balancer says it in {@code X-Forwarded-For}, where it puts the client's address in place of whatever the
 * client sent; it is believed because nobody but the site's web servers can connect (docs/security.md).
 */
sealed interface Source {
    /** The site's own programs, which do not come through the balancers' doors for users: above all the balancers' checks. */
    record Site() implements Source {
        @Override
        public String toString() {
            return "the site itself";
        }
    }

    /**
     * One address, behind which may be an office.
     *
     * @param address its 32 bits
     */
    record Ipv4(int address) implements Source {
        @Override
        public String toString() {
            return text(ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
        }
    }

    /**
     * One customer's network: providers give each at least a /64, in which he takes as many addresses as he likes (RFC 6177, RFC 8981).
     *
     * @param network its first 64 bits
     */
    record Ipv6(long network) implements Source {
        @Override
        public String toString() {
            return text(ByteBuffer.allocate(2 * Long.BYTES).putLong(network).array()) + "/64";
        }
    }

    /** All whose address cannot be read; a balancer sends no such thing. They share what one source may have. */
    record Unreadable() implements Source {
        @Override
        public String toString() {
            return "somebody whose address cannot be read";
        }
    }

    /** What the application does in threads of its own, for no request: one party, whoever made it do so. */
    record Application() implements Source {
        @Override
        public String toString() {
            return "the application itself";
        }
    }

    Source SITE = new Site();
    Source APPLICATION = new Application();
    Source UNREADABLE = new Unreadable();

    /**
     * Reads what the balancer says.
     *
     * @param forwardedFor the header's value; null when there is none
     */
    static Source of(@Nullable String forwardedFor) {
        if (forwardedFor == null) {
            return SITE;
        }
        try {
            // Only an address is read, never a name: nobody is asked.
            return of(InetAddress.ofLiteral(forwardedFor));
        } catch (IllegalArgumentException notAnAddress) {
            return UNREADABLE;
        }
    }

    /** An IPv4 address in IPv6's clothes is one of 4 bytes by now ({@link InetAddress#ofLiteral}). */
    private static Source of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.capacity() == Integer.BYTES ? new Ipv4(bytes.getInt()) : new Ipv6(bytes.getLong());
    }

    private static String text(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of 4 or 16 bytes", impossible);
        }
    }
}
