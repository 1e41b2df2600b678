package dev.tandem.control.state.actual;

import dev.tandem.control.state.MachinePath;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a machine was seen to be, as far as it was asked: everything a desired state names, and what Tandem remembers there.
 *
 * @param askedFrom the address that this was asked from, as the machine sees it; none when it does not say
 * @param packages installed ones of those asked for
 * @param users existing ones of those asked for
 * @param paths an entry for every path asked for
 * @param units an entry for every unit asked for
 * @param applied by component: what its services were last started with
 * @param managed every path of a file that Tandem has written there and not removed since
 * @param migrated the last release whose migration ran from this machine
 * @param database what its data directory and server hold; none when it was not asked for
 * @param voter its vote; none when it was not asked for
 */
public record ActualMachine(
        Optional<String> askedFrom,
        Set<String> packages,
        Set<String> users,
        Map<MachinePath, ActualPath> paths,
        Map<String, ActualUnit> units,
        Map<String, AppliedFingerprints> applied,
        SortedSet<MachinePath> managed,
        Optional<String> migrated,
        Optional<ActualDatabase> database,
        Optional<ActualVoter> voter) {
    public ActualMachine {
        packages = Set.copyOf(packages);
        users = Set.copyOf(users);
        paths = Map.copyOf(paths);
        units = Map.copyOf(units);
        applied = Map.copyOf(applied);
        managed = Collections.unmodifiableSortedSet(new TreeSet<>(managed));
    }

    public ActualPath path(MachinePath path) {
        return paths.getOrDefault(path, new ActualPath.Missing());
    }

    public ActualUnit unit(String name) {
        return units.getOrDefault(name, ActualUnit.UNKNOWN);
    }

    public AppliedFingerprints applied(String component) {
        return applied.getOrDefault(component, AppliedFingerprints.NONE);
    }
}
