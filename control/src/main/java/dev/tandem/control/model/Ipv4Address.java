package dev.tandem.control.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address.
 *
 * @param bits the four bytes, the first one highest
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
    /** How an address is written, but for parts above 255. */
    public static final Pattern FORM =
            // One way to write an address: no leading zeros, which some programs read as octal (RFC 6943, 3.1.1).
            Pattern.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    /** Reads dotted form; throws IllegalArgumentException with a sentence for the user when it is anything else. */
    public static Ipv4Address parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw notAnAddress(text);
        }
        int bits = 0;
        for (int group = 1; group <= 4; group++) {
            int part = Integer.parseInt(matcher.group(group));
            if (part > 255) {
                throw notAnAddress(text);
            }
            bits = bits << 8 | part;
        }
        return new Ipv4Address(bits);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("'" + text + "' is not an IPv4 address such as 10.80.0.11");
    }

    /** The value of the last byte, 0 to 255. */
    public int lastByte() {
        return bits & 0xff;
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
