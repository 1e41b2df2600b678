package dev.tandem.control.render.mariadb;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.AgentFiles;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.UnitDropIn;
import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseReplica;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MariaDB on the database machines, all alike: the server's settings, then the first decision about it, then what the primary
 * holds, then that the others follow. The agents start the servers and say which one is the primary.
 */
public final class MariadbRenderer implements Renderer {
    private static final String CONFIGURATION = "/etc/mysql/mariadb.conf.d/90-tandem.cnf";
    private static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.DATABASE);

    /** What MariaDB's unit needs besides Debian's. */
    @JStache(path = "dev/tandem/control/render/mariadb/mariadb.service.d.mustache")
    record DropIn(DomainName site, String program) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.DATABASE)) {
            return List.of();
        }
        Layout layout = request.layout();
        return List.of(
                server(request, machine),
                new Component(
                        "bootstrap",
                        Stage.BOOTSTRAP,
                        List.of(new DatabaseData(
                                layout.site().name().value(),
                                layout.site().database().schema(),
                                machine.address().toString()))),
                new Component(
                        "database",
                        Stage.PRIMARY,
                        List.of(new DatabaseMember(
                                layout.site().database().schema(), DatabaseAccounts.of(layout, request.secrets())))),
                new Component("replica", Stage.REPLICAS, List.of(new DatabaseReplica())));
    }

    private static Component server(Request request, Machine machine) {
        return new Component(
                "mariadb",
                Stage.DATABASE,
                serverItems(request, machine),
                // --help reads every file and refuses what it does not know, without touching data.
                List.of(Check.of(
                        "sh",
                        "-c",
                        "mariadbd --defaults-file=/etc/mysql/my.cnf --user=mysql --help --verbose > /dev/null")),
                // That it answers, is seen when its agent has started it.
                List.of(),
                Optional.empty());
    }

    private static List<Item> serverItems(Request request, Machine machine) {
        Layout layout = request.layout();
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, "mysql", Effect.RELOAD));
        items.addAll(UnitDropIn.of(
                "mariadb",
                DropInRenderer.of().execute(new DropIn(layout.site().name(), AgentFiles.PROGRAM)),
                // It counts at the next start, whenever that is.
                Effect.NONE));
        items.add(ManagedFile.open(
                CONFIGURATION,
                MariadbConfigurationRenderer.of().execute(MariadbConfiguration.of(layout, machine)),
                Effect.RESTART));
        items.add(Unit.led("mariadb.service", "tandem-agent.service"));
        return items;
    }
}
