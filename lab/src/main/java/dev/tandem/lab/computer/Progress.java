package dev.tandem.lab.computer;

/**
 * Hears what a long operation is doing. Called from several threads at once; an implementation is thread-safe and quick.
 */
@FunctionalInterface
public interface Progress {
    /** One line for the user, without a line end, such as "image: unpacking 120 of 171 packages". */
    void line(String text);

    /** Tells nobody. */
    static Progress silent() {
        return text -> {};
    }
}
