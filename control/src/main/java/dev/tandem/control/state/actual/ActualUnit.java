package dev.tandem.control.state.actual;

/**
 * A systemd unit as it was found.
 *
 * @param known whether systemd has such a unit
 * @param enabled whether it starts at boot
 * @param activity systemd's own word (systemd.unit(5)): active, inactive, failed, activating, ...
 */
public record ActualUnit(boolean known, boolean enabled, String activity) {
    /** A unit that systemd does not know. */
    public static final ActualUnit UNKNOWN = new ActualUnit(false, false, "inactive");

    public boolean active() {
        return activity.equals("active") || activity.equals("reloading");
    }
}
