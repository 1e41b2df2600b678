package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.SshKnownHosts;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Machines whose SSH keys a lost vault knew: this computer's ssh may know them, and of the others somebody is asked before anything is read from
 * them or believed.
 */
final class Introductions {
    private Introductions() {}

    /** Throws CommandFailure when machines that were shown are not the site's; their keys are forgotten then. The lab is this computer's own. */
    static void make(Workplace workplace, Talk talk, YesOption yes) {
        if (!workplace.place().isReal()) {
            return;
        }
        HostKeys keys = workplace.access().hostKeys();
        SshKnownHosts known =
                SshKnownHosts.read(Path.of(System.getProperty("user.home")).resolve(".ssh/known_hosts"));
        int port = workplace.access().port();
        Map<MachineName, String> unknown = new LinkedHashMap<>();
        workplace.site().machines().forEach(machine -> {
            String name = HostKeys.nameOf(machine.address().toString(), port);
            // A key that is here already may have been taken unseen by a command before this one.
            boolean confirmed = keys.knows(name) ? keys.agreesWith(name, known) : keys.learn(name, known);
            if (!confirmed) {
                unknown.put(machine.name(), name);
            }
        });
        // Of one that does not answer, or shows another key than is known here, that key would be taken for what it
        // shows.
        unknown.keySet().removeIf(machine -> !meet(workplace, machine));
        if (!unknown.isEmpty()) {
            confirm(workplace, talk, yes, keys, unknown);
        }
    }

    private static void confirm(
            Workplace workplace, Talk talk, YesOption yes, HostKeys keys, Map<MachineName, String> met) {
        talk.line("This computer's ssh has not met these machines. Compare with your provider's console:");
        met.forEach((machine, name) -> keys.fingerprints(name)
                .forEach(fingerprint -> talk.line("  " + machine + " (" + name + ") " + fingerprint)));
        try {
            yes.ask(workplace, "Are these the site's machines?");
        } catch (CommandFailure e) {
            met.forEach((machine, name) -> {
                keys.forget(name);
                workplace.fleet().forget(machine);
            });
            throw e;
        }
    }

    /** Whether it answered as the machine that is known, or is new; if not, whoever needs it says why. */
    private static boolean meet(Workplace workplace, MachineName machine) {
        try {
            workplace.fleet().machine(machine);
            return true;
        } catch (RemoteException e) {
            return false;
        }
    }
}
