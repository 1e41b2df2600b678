package dev.tandem.control.plan;

import dev.tandem.control.state.desired.Component;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.stream.Stream;

/** What has to change in one component of one machine; never nothing. */
public record ComponentPlan(MachineName machine, Component component, List<Change> changes) {
    public ComponentPlan {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a component without changes is not part of a plan");
        }
    }

    public <T extends Change> Stream<T> changes(Class<T> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast);
    }

    public boolean disruptive() {
        return changes.stream().anyMatch(Change::disruptive);
    }
}
