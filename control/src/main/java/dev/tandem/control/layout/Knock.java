package dev.tandem.control.layout;

/**
 * Somebody at a door, and whether it should open.
 *
 * @param service what is behind it; empty when nobody should be there
 * @param gated whether somebody behind the firewall lets in some of those that may come, and refuses the others, each time anew
 */
public record Knock(Door door, String service, boolean opens, boolean gated) {
    /** A door that opens to everybody to whom the firewall opens it. */
    public Knock(Door door, String service, boolean opens) {
        this(door, service, opens, false);
    }
}
