package dev.tandem.control.render.mariadb;

import dev.tandem.control.layout.CertificateUse;
import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.SecretName;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.DatabaseUsers;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.state.Check;
import dev.tandem.control.state.Component;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseMember.ReplicationSource;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Stage;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Verification;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MariaDB on the database machines: first the servers, then what the primary holds, then who follows it. */
public final class MariadbRenderer implements Renderer {
    private static final String CONFIGURATION = "/etc/mysql/mariadb.conf.d/90-tandem.cnf";
    private static final String DROP_IN_FOLDER = "/etc/systemd/system/mariadb.service.d";
    private static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.DATABASE);
    private static final String PASSWORD_FILE = "/etc/tandem/replication.password";

    /** Recovery after a crash comes before the first answer. */
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(60);

    /** What MariaDB's unit needs besides Debian's. */
    @JStache(path = "dev/tandem/control/render/mariadb/mariadb.service.d.mustache")
    record DropIn(DomainName site) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.DATABASE)) {
            return List.of();
        }
        boolean leads = machine.equals(request.layout().primary());
        return List.of(server(request, machine), leads ? primary(request) : replica(request));
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
                List.of(Verification.within(STARTS_WITHIN, "mariadb-admin", "--connect-timeout=2", "ping")),
                Optional.empty());
    }

    private static List<Item> serverItems(Request request, Machine machine) {
        Layout layout = request.layout();
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, "mysql", Effect.RELOAD));
        items.add(new Directory(new MachinePath(DROP_IN_FOLDER), Ownership.PUBLIC_DIRECTORY));
        items.add(ManagedFile.open(
                DROP_IN_FOLDER + "/tandem.conf",
                DropInRenderer.of().execute(new DropIn(layout.site().name())),
                Effect.RESTART));
        items.add(ManagedFile.open(
                CONFIGURATION,
                MariadbConfigurationRenderer.of().execute(MariadbConfiguration.of(layout, machine)),
                Effect.RESTART));
        items.add(Unit.running("mariadb.service"));
        return items;
    }

    private static Component primary(Request request) {
        Layout layout = request.layout();
        return new Component(
                "database",
                Stage.PRIMARY,
                List.of(new DatabaseMember(
                        layout.site().database().schema(),
                        Optional.empty(),
                        DatabaseAccounts.of(layout, request.secrets()))));
    }

    private static Component replica(Request request) {
        Layout layout = request.layout();
        Endpoint primary = layout.endpoint(layout.primary(), Service.DATABASE);
        ReplicationSource source = new ReplicationSource(
                primary.machine(),
                primary.address().toString(),
                primary.port().value(),
                DatabaseUsers.REPLICATION,
                new MachinePath(PASSWORD_FILE),
                new MachinePath(IDENTITY.authority()),
                new MachinePath(IDENTITY.identity()));
        return new Component(
                "database",
                Stage.REPLICAS,
                List.of(
                        ManagedFile.secret(
                                PASSWORD_FILE,
                                Ownership.PRIVATE,
                                request.secrets().get(SecretName.DATABASE_REPLICATION) + "\n",
                                // The server keeps what it was told: a new password is only in use when it was told
                                // again.
                                Effect.RELOAD),
                        new DatabaseMember(layout.site().database().schema(), Optional.of(source), List.of())),
                List.of(),
                List.of(follows()),
                Optional.empty());
    }

    /** Both halves of following are at work: reading the primary's log, and applying it. */
    private static Verification follows() {
        return Verification.within(
                FOLLOWS_WITHIN,
                "sh",
                "-c",
                "test \"$(mariadb --batch --execute='SHOW REPLICA STATUS\\G'"
                        + " | grep -Ec '^ *Slave_(IO|SQL)_Running: Yes$')\" = 2");
    }
}
