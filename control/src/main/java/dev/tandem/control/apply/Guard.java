package dev.tandem.control.apply;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Component;
import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees to it that a firewall, or another way in, cannot shut the command line out for long: before it changes, the machine is
 * told to go back by itself, and only a connection that was opened afterwards can call that off. Does nothing for components
 * that are not guarded.
 */
final class Guard {
    /** Long enough for the swap, the reload and a new connection on a slow line. */
    static final Duration GOES_BACK_AFTER = Duration.ofSeconds(25);

    private final Fleet fleet;
    private final MachineName machine;
    private final Component component;

    Guard(Fleet fleet, MachineName machine, Component component) {
        this.fleet = fleet;
        this.machine = machine;
        this.component = component;
    }

    /** From here on the machine goes back by itself. Throws RemoteException. */
    void arm() {
        if (component.guarded()) {
            List<String> words =
                    new ArrayList<>(List.of("arm", Long.toString(GOES_BACK_AFTER.toSeconds()), component.name()));
            component.items(ManagedFile.class).map(file -> file.path().value()).forEach(words::add);
            component.items(Unit.class).map(Unit::name).forEach(words::add);
            fleet.machine(machine)
                    .require(Scripts.step(
                            "arm the way back from a new " + component.name(),
                            Scripts.GUARD,
                            words.toArray(String[]::new)));
        }
    }

    /**
     * Opens a new connection and says by it that all is well.
     *
     * @throws RemoteException when that is not possible; the machine is back at how it was then, or soon will be
     */
    void confirm() {
        if (component.guarded()) {
            try (Remote fresh = fleet.fresh(machine)) {
                fresh.require(RemoteCommand.script("confirm the new " + component.name(), Scripts.GUARD, "confirm"));
            } catch (RemoteException e) {
                undo(e);
                throw e;
            }
        }
    }

    /** Over the old connection, which may still be open; where it is not, the machine goes back by itself. */
    private void undo(RemoteException failure) {
        try {
            fleet.machine(machine)
                    .require(RemoteCommand.script("go back to the old " + component.name(), Scripts.GUARD, "undo"));
        } catch (RemoteException second) {
            failure.addSuppressed(second);
        }
    }
}
