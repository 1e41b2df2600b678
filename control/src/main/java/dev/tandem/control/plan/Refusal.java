package dev.tandem.control.plan;

import dev.tandem.protocol.MachineName;

/** Something that will not be done, because it could lose data or shut the admin out: what was found, and what the user can do. */
public record Refusal(MachineName machine, String sentence) {
    @Override
    public String toString() {
        return machine + ": " + sentence;
    }
}
