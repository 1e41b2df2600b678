package dev.tandem.control.model;

import java.util.regex.Pattern;

/**
 * An IPv4 network such as {@code 10.80.0.0/24}.
 *
 * @param base its first address; no bit beyond the prefix is set
 * @param prefix how many leading bits all its addresses share; 0 is every address, 32 a single one
 */
public record Ipv4Network(Ipv4Address base, int prefix) {
    /** How a network is written, before its numbers are looked at. */
    public static final Pattern FORM = Pattern.compile("[0-9.]+/\\d{1,2}");

    private static final int SHORTEST_PREFIX = 8;
    private static final int LONGEST_PREFIX = 30;
    private static final int BITS = 32;

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Ipv4Network {
        if (prefix < 0 || prefix > BITS) {
            throw new IllegalArgumentException("a network's prefix is 0 to " + BITS + ", not " + prefix);
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

    /**
     * Reads a network that machines can be in: neither half the internet nor too small for two of them. Throws
     * IllegalArgumentException with a sentence for the user.
     */
    public static Ipv4Network parseForMachines(String text) {
        Ipv4Network network = parse(text);
        if (network.prefix < SHORTEST_PREFIX || network.prefix > LONGEST_PREFIX) {
            throw new IllegalArgumentException("the machines' network has a prefix of " + SHORTEST_PREFIX + " to "
                    + LONGEST_PREFIX + ", not " + network.prefix);
        }
        return network;
    }

    /** The network of one address alone. */
    public static Ipv4Network of(Ipv4Address address) {
        return new Ipv4Network(address, BITS);
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
        // Shifting by 32 would be shifting by 0.
        return prefix == 0 ? 0 : -1 << (BITS - prefix);
    }
}
