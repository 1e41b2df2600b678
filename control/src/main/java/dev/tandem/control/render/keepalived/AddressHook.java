package dev.tandem.control.render.keepalived;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.MoveHook;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.desired.Verification;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The admin's hook on a balancer, and the unit that runs it: keepalived starts the unit for an address that this machine has
 * got, and stops it when it gives the address up. systemd tries again, keeps what it says and knows whether it worked.
 */
final class AddressHook {
    /** The unit for an address is this with the address before the dot. */
    static final String UNIT = "tandem-address@.service";

    private static final String PROGRAM = "/usr/local/lib/tandem/move-address";
    private static final Duration WORKS_WITHIN = Duration.ofSeconds(45);
    private static final Ownership EXECUTABLE = new Ownership("root", "root", "0755");

    private AddressHook() {}

    /** The unit's file. */
    @JStache(path = "dev/tandem/control/render/keepalived/tandem-address.service.mustache")
    record HookUnit(DomainName site, MachineName machine, String program, Optional<String> token) {}

    /** Nothing here restarts keepalived: the next move uses what is there then. */
    static List<Item> items(DomainName site, Machine machine, MoveHook hook) {
        HookUnit unit = new HookUnit(site, machine.name(), PROGRAM, hook.token().map(_ -> MoveHook.TOKEN));
        List<Item> items = new ArrayList<>();
        items.add(new ManagedFile(new MachinePath(PROGRAM), EXECUTABLE, hook.program(), Effect.NONE, false));
        hook.token()
                .map(Secret::value)
                .ifPresent(token ->
                        items.add(ManagedFile.secret(MoveHook.TOKEN, Ownership.PRIVATE, token + "\n", Effect.NONE)));
        items.add(ManagedFile.open(
                "/etc/systemd/system/" + UNIT, HookUnitRenderer.of().execute(unit), Effect.RELOAD));
        return items;
    }

    /** For each address that this machine has by now, the hook has worked; else what it said. */
    static Verification verification(List<Ipv4Address> addresses) {
        String each = addresses.stream().map(Ipv4Address::toString).collect(Collectors.joining(" "));
        return Verification.within(
                WORKS_WITHIN,
                "sh",
                "-c",
                // keepalived takes an address half a second after its start at the earliest.
                "sleep 1; for address in " + each + "; do"
                        + " ip -oneline address show to $address/32 | grep -q . || continue;"
                        + " unit=tandem-address@$address.service;"
                        + " systemctl is-active --quiet $unit ||"
                        + " { journalctl --unit=$unit --lines=5 --no-pager --output=cat; exit 1; }; done");
    }
}
