package dev.tandem.control.model;

/** A TCP or UDP port, 1 to 65535. */
public record Port(int value) {
    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Port {
        if (value < 1 || value > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
