package dev.tandem.control.render.keepalived;

import dev.tandem.control.layout.Secret;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.MoveHook;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The admin's hook on a balancer, and the unit that runs it: keepalived starts the unit for an address that this machine has
 * got, and stops it when it gives the address up. systemd tries again, keeps what it says and knows whether it worked.
 */
final class AddressHook {
    /** The unit for an address is this with the address before the dot. */
    static final String UNIT = "tandem-address@.service";

    private static final String PROGRAM = "/usr/local/lib/tandem/move-address";
    private static final String TOKEN = "/etc/tandem/move-address.token";
    private static final Ownership EXECUTABLE = new Ownership("root", "root", "0755");

    private AddressHook() {}

    /** The unit's file. */
    @JStache(path = "dev/tandem/control/render/keepalived/tandem-address.service.mustache")
    record HookUnit(DomainName site, MachineName machine, String program, Optional<String> token) {}

    /** Nothing here restarts keepalived: the next move uses what is there then. */
    static List<Item> items(DomainName site, Machine machine, MoveHook hook) {
        HookUnit unit = new HookUnit(site, machine.name(), PROGRAM, hook.token().map(_ -> TOKEN));
        List<Item> items = new ArrayList<>();
        items.add(new ManagedFile(new MachinePath(PROGRAM), EXECUTABLE, hook.program(), Effect.NONE, false));
        hook.token()
                .map(Secret::value)
                .ifPresent(token -> items.add(ManagedFile.secret(TOKEN, Ownership.PRIVATE, token + "\n", Effect.NONE)));
        items.add(ManagedFile.open(
                "/etc/systemd/system/" + UNIT, HookUnitRenderer.of().execute(unit), Effect.RELOAD));
        return items;
    }
}
