package dev.tandem.control.model;

import java.util.regex.Pattern;

/**
 * An IPv4 network such as {@code 10.80.0.0/24}.
 *
 * @param base its first address; no bit beyond the prefix is set
 * @param prefix how many leading bits all its addresses share, 8 to 30
 */
public record Ipv4Network(Ipv4Address base, int prefix) {
    /** How a network is written, before its numbers are looked at. */
    public static final Pattern FORM = Pattern.compile("[0-9.]+/\\d{1,2}");

    private static final int SHORTEST_PREFIX = 8;
    private static final int LONGEST_PREFIX = 30;

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Ipv4Network {
        if (prefix < SHORTEST_PREFIX || prefix > LONGEST_PREFIX) {
            throw new IllegalArgumentException(
                    "a network's prefix is " + SHORTEST_PREFIX + " to " + LONGEST_PREFIX + ", not " + prefix);
        }
        if ((base.bits() & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException(base + "/" + prefix + " has bits beyond its prefix; the network is "
                    + new Ipv4Address(base.bits() & mask(prefix)) + "/" + prefix);
        }
    }

    /** Reads {@code ADDRESS/PREFIX}; throws IllegalArgumentException with a sentence for the user. */
    public static Ipv4Network parse(String text) {
        int slash = text.indexOf('/');
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a network such as 10.80.0.0/24");
        }
        return new Ipv4Network(
                Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(Ipv4Address address) {
        return (address.bits() & mask(prefix)) == base.bits();
    }

    /** Whether a machine can have the address: inside, and neither the network's own address nor its broadcast. */
    public boolean isUsable(Ipv4Address address) {
        return contains(address) && !address.equals(base) && !address.equals(broadcast());
    }

    public Ipv4Address broadcast() {
        return new Ipv4Address(base.bits() | ~mask(prefix));
    }

    @Override
    public String toString() {
        return base + "/" + prefix;
    }

    private static int mask(int prefix) {
        return -1 << (32 - prefix);
    }
}
