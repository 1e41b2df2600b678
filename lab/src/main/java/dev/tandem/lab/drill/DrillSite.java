package dev.tandem.lab.drill;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.lab.Lab;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.function.Consumer;

/** A site in its lab, as drills need it. Its fleet and network belong to the caller. */
public final class DrillSite {
    private final Layout layout;
    private final Fleet fleet;
    private final List<DesiredMachine> desired;
    private final Ground ground;
    private final Runnable renewal;
    private final Consumer<String> say;

    /**
     * Puts it together.
     *
     * @param client the machine that is only a user
     * @param desired what every machine should be, to tell whether the site is well
     * @param renewal makes every certificate of the site anew and brings it to its machines
     * @param say hears what is being done
     */
    public DrillSite(
            Lab lab,
            LabName name,
            Layout layout,
            MachineName client,
            LabNetwork network,
            Fleet fleet,
            List<DesiredMachine> desired,
            Runnable renewal,
            Consumer<String> say) {
        this.layout = layout;
        this.fleet = fleet;
        this.desired = List.copyOf(desired);
        this.ground = new Ground(lab, name, layout, client, network);
        this.renewal = renewal;
        this.say = say;
    }

    Layout layout() {
        return layout;
    }

    Fleet fleet() {
        return fleet;
    }

    List<DesiredMachine> desired() {
        return desired;
    }

    Ground ground() {
        return ground;
    }

    Runnable renewal() {
        return renewal;
    }

    Consumer<String> say() {
        return say;
    }
}
