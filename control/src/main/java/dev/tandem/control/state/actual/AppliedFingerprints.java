package dev.tandem.control.state.actual;

import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import java.util.List;

/**
 * What a component's services were last started and reloaded with, written on the machine after they were seen to answer.
 *
 * @param reload fingerprint of what a reload takes in
 * @param restart fingerprint of what only a restart takes in
 * @param units that ran it then; they are stopped when the machine is no longer meant to have the component
 */
public record AppliedFingerprints(String reload, String restart, List<String> units) {
    /** Nothing was ever applied to its end. */
    public static final AppliedFingerprints NONE = new AppliedFingerprints("", "", List.of());

    public AppliedFingerprints {
        units = List.copyOf(units);
    }

    public static AppliedFingerprints of(Component component) {
        return new AppliedFingerprints(
                component.fingerprint(Effect.RELOAD),
                component.fingerprint(Effect.RESTART),
                component
                        .items(Unit.class)
                        .filter(unit -> unit.wanted() == Unit.Wanted.RUNNING)
                        .map(Unit::name)
                        .toList());
    }
}
