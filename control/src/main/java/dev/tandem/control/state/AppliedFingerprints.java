package dev.tandem.control.state;

/**
 * What a component's services were last started and reloaded with, written on the machine after they were seen to answer.
 *
 * @param reload fingerprint of what a reload takes in
 * @param restart fingerprint of what only a restart takes in
 */
public record AppliedFingerprints(String reload, String restart) {
    /** Nothing was ever applied to its end. */
    public static final AppliedFingerprints NONE = new AppliedFingerprints("", "");

    public static AppliedFingerprints of(Component component) {
        return new AppliedFingerprints(component.fingerprint(Effect.RELOAD), component.fingerprint(Effect.RESTART));
    }
}
