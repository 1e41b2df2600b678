package dev.tandem.control.render;

/** What the firewall's rules read besides their own file, which other products must name alike. */
public final class FirewallFiles {
    /** Each file in it that ends with {@code .nft} is read with the rules; there need be none. */
    public static final String FOLDER = "/etc/tandem/firewall";

    /** The rules' own file. */
    public static final String RULES = "/etc/nftables.conf";

    private FirewallFiles() {}
}
