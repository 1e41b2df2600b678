package dev.tandem.control.credentials;

/** A value that is never printed. */
public record Secret(String value) {
    public Secret {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret cannot be empty");
        }
    }

    /** Says nothing about the value. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
