package dev.tandem.control.state;

import java.util.Optional;

/**
 * A systemd unit.
 *
 * @param name with its suffix, for instance {@code haproxy.service}
 * @param starter the unit that starts and stops it, where it is {@link Wanted#LED}
 */
public record Unit(String name, Wanted wanted, Optional<String> starter) implements Item {
    /** What a unit should be doing. */
    public enum Wanted {
        /** Enabled at boot and active now. Takes part in its component's reloads and restarts. */
        RUNNING,
        /** Disabled at boot and inactive: a package brought it and this machine has no use for it. */
        STOPPED,
        /** Disabled at boot: another unit starts and stops it, and alone knows when. */
        LED
    }

    public static Unit running(String name) {
        return new Unit(name, Wanted.RUNNING, Optional.empty());
    }

    public static Unit stopped(String name) {
        return new Unit(name, Wanted.STOPPED, Optional.empty());
    }

    /** A unit that another one starts and stops. */
    public static Unit led(String name, String starter) {
        return new Unit(name, Wanted.LED, Optional.of(starter));
    }
}
