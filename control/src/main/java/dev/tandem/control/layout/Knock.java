package dev.tandem.control.layout;

/**
 * Somebody at a door, and what should come of it.
 *
 * @param service what is behind it; empty when nobody should be there
 */
public record Knock(Door door, String service, Expected expected) {
    /** What should come of a knock. */
    public enum Expected {
        OPEN,
        /** Open, or refused at once: behind the firewall somebody lets in some of those that may come, each time anew. */
        GATED,
        /** Not open, whoever says so: a rule on the machine of whoever knocks refuses at once, and so may a network in between. */
        SHUT,
        /** No answer at all: what is dropped on the way in hears nothing, and whoever asks does not learn that somebody is there. */
        SILENT
    }

    /** Whether the firewall lets through who knocks here. */
    public boolean opens() {
        return switch (expected) {
            case OPEN, GATED -> true;
            case SHUT, SILENT -> false;
        };
    }
}
