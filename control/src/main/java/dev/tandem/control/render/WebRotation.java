package dev.tandem.control.render;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Machine;
import dev.tandem.control.state.desired.Rotation;
import java.util.List;
import java.util.Optional;

/** The balancers' one rotation, which several products must name alike. */
public final class WebRotation {
    /** HAProxy's backend of web servers; each server in it is named as its machine. */
    public static final String BACKEND = "web";

    private WebRotation() {}

    /** The machine's place in the rotation; empty when no balancer sends it requests. */
    public static Optional<Rotation> of(Layout layout, Machine machine) {
        List<Machine> balancers = layout.reaching(machine.name(), Service.WEB);
        if (balancers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rotation(
                BACKEND,
                machine.name().value(),
                balancers.stream().map(Machine::name).toList()));
    }
}
