package dev.tandem.control.state.desired;

import dev.tandem.protocol.MachineName;
import java.util.List;

/**
 * The place of a machine in the balancers' rotation: it is taken out, without cutting a request, before something
 * disruptive happens to its component, and put back when the component answers again.
 *
 * @param backend as HAProxy names it
 * @param server this machine's name in that backend
 * @param balancers the machines whose HAProxy must be told
 */
public record Rotation(String backend, String server, List<MachineName> balancers) {
    public Rotation {
        balancers = List.copyOf(balancers);
    }
}
