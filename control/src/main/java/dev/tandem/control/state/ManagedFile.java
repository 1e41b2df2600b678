package dev.tandem.control.state;

/**
 * A file whose every byte Tandem decides.
 *
 * @param effect what its change asks of the component's units
 * @param secret whether its content must never be shown: not in a plan, a diff or a log
 */
public record ManagedFile(MachinePath path, Ownership ownership, String content, Effect effect, boolean secret)
        implements Item {
    /** A file that anyone may read. */
    public static ManagedFile open(String path, String content, Effect effect) {
        return new ManagedFile(new MachinePath(path), Ownership.PUBLIC, content, effect, false);
    }

    /** A file that holds a secret. Throws IllegalArgumentException when others than its user and group may read it. */
    public static ManagedFile secret(String path, Ownership ownership, String content, Effect effect) {
        if (!ownership.mode().endsWith("0")) {
            throw new IllegalArgumentException(path + " holds a secret and would be readable by anyone: " + ownership);
        }
        return new ManagedFile(new MachinePath(path), ownership, content, effect, true);
    }

    @Override
    public String toString() {
        return "ManagedFile[" + path + " " + ownership + (secret ? " secret" : " " + content.length() + " characters")
                + "]";
    }
}
