package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import java.util.ArrayList;
import java.util.List;

/** A component's changes by who carries them out, each list in the plan's order. A new family does not compile without a place here. */
record Families(
        List<Change.OfGround> ground,
        List<Change.OfFiles> files,
        List<Change.RetireComponent> retired,
        List<Change.OfVoters> voters,
        List<Change.OfUnits> units,
        List<Change.OfData> data,
        List<Change.IssueCertificate> certificates) {

    static Families of(List<Change> changes) {
        Families families = new Families(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        changes.forEach(families::add);
        return families;
    }

    private void add(Change change) {
        switch (change) {
            case Change.OfGround it -> ground.add(it);
            case Change.OfFiles it -> files.add(it);
            case Change.RetireComponent it -> retired.add(it);
            case Change.OfVoters it -> voters.add(it);
            case Change.OfUnits it -> units.add(it);
            case Change.OfData it -> data.add(it);
            case Change.IssueCertificate it -> certificates.add(it);
        }
    }
}
