package dev.tandem.control.cli;

import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.SshKnownHosts;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Machines whose SSH keys a lost vault knew: this computer's ssh may know them, and of the others somebody is asked before anything is read from
 * them or believed.
 */
final class Introductions {
    private Introductions() {}

    /** Throws CommandFailure when a machine is not who it should be; its key is forgotten then. The lab is this computer's own. */
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
        List<String> met = new ArrayList<>();
        unknown.forEach((machine, name) -> {
            meet(workplace, machine);
            keys.fingerprints(name).forEach(fingerprint -> met.add("  " + machine + " (" + name + ") " + fingerprint));
        });
        if (!met.isEmpty()) {
            confirm(workplace, talk, yes, keys, unknown, met);
        }
    }

    private static void confirm(
            Workplace workplace,
            Talk talk,
            YesOption yes,
            HostKeys keys,
            Map<MachineName, String> unknown,
            List<String> met) {
        talk.line("This computer's ssh has not met these machines. Compare with your provider's console:");
        met.forEach(talk::line);
        try {
            yes.ask(workplace, "Are these the site's machines?");
        } catch (CommandFailure e) {
            unknown.forEach((machine, name) -> {
                keys.forget(name);
                workplace.fleet().forget(machine);
            });
            throw e;
        }
    }

    /** One that does not answer is not met; whoever needs it says so. */
    private static void meet(Workplace workplace, MachineName machine) {
        try {
            workplace.fleet().machine(machine);
        } catch (RemoteException e) {
            // It stays unknown.
        }
    }
}
