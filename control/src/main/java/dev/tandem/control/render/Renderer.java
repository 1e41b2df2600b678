package dev.tandem.control.render;

import dev.tandem.control.model.Machine;
import dev.tandem.control.state.desired.Component;
import java.util.List;

/** One product's part of the site. Pure, without state; may be called from any thread. */
public interface Renderer {
    /** The product's components on the machine; empty when the machine has no use for it. */
    List<Component> render(Request request, Machine machine);
}
