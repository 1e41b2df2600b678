package dev.tandem.control.state;

/**
 * A systemd unit.
 *
 * @param name with its suffix, for instance {@code haproxy.service}
 */
public record Unit(String name, Wanted wanted) implements Item {
    /** What a unit should be doing. */
    public enum Wanted {
        /** Enabled at boot and active now. Takes part in its component's reloads and restarts. */
        RUNNING,
        /** Disabled at boot and inactive: a package brought it and this machine has no use for it. */
        STOPPED
    }

    public static Unit running(String name) {
        return new Unit(name, Wanted.RUNNING);
    }

    public static Unit stopped(String name) {
        return new Unit(name, Wanted.STOPPED);
    }
}
