package dev.tandem.control.state.desired;

import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.StandIn;
import dev.tandem.protocol.MachineName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one machine should be. No two components claim the same path. */
public record DesiredMachine(MachineName machine, List<Component> components) {
    public DesiredMachine {
        components = List.copyOf(components);
        Set<MachinePath> seen = new HashSet<>();
        for (Component component : components) {
            component.items(ManagedFile.class).forEach(file -> claim(machine, seen, file.path()));
            component.items(StandIn.class).forEach(file -> claim(machine, seen, file.path()));
        }
    }

    private static void claim(MachineName machine, Set<MachinePath> seen, MachinePath path) {
        if (!seen.add(path)) {
            throw new IllegalArgumentException(machine + ": two components write " + path);
        }
    }
}
