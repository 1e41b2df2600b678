package dev.tandem.control.render.knot;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.UnitDropIn;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Knot on the DNS machines: the first one has the zone's file, the others copy from it. */
public final class KnotRenderer implements Renderer {
    static final String SERVER_FILE = "/etc/knot/server.conf";
    static final String KEY_FILE = "/etc/knot/transfer-key.conf";

    static final String CHALLENGE_KEY_FILE = "/etc/knot/challenge-key.conf";
    static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.DNS);
    private static final String CONFIGURATION = "/etc/knot/knot.conf";
    private static final String ZONES = "/etc/knot/zones";
    private static final String PROGRAMS = "/usr/local/lib/tandem";
    private static final String SERIAL_PROGRAM = PROGRAMS + "/knot-serial";
    private static final Ownership KNOT_ONLY = new Ownership("root", "knot", "0640");
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    /** What Knot's unit needs besides Debian's. */
    @JStache(path = "dev/tandem/control/render/knot/knot.service.d.mustache")
    record DropIn(DomainName site, boolean leads, String serialProgram) {}

    /** Where Knot listens and as whom. */
    @JStache(path = "dev/tandem/control/render/knot/server.conf.mustache")
    record ServerSection(KnotConfiguration configuration) {}

    /** Keeps the zone's serial from falling. */
    @JStache(path = "dev/tandem/control/render/knot/knot-serial.mustache")
    record SerialProgram(DomainName site, DomainName domain) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.DNS)) {
            return List.of();
        }
        Layout layout = request.layout();
        boolean leads = machine.equals(layout.dnsPrimary());
        return List.of(new Component(
                "knot",
                Stage.DNS,
                items(request, machine, leads),
                checks(layout.site(), leads),
                List.of(answer(layout.site(), machine, leads)),
                Optional.empty()));
    }

    static String zoneFile(DomainName domain) {
        return ZONES + "/" + domain + ".zone";
    }

    private static List<Item> items(Request request, Machine machine, boolean leads) {
        Layout layout = request.layout();
        Site site = layout.site();
        TransferKeys keys = TransferKeys.of(site.name(), request.secrets());
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, "knot", Effect.RELOAD));
        items.addAll(unitFiles(site, leads));
        items.add(ManagedFile.secret(
                KEY_FILE, KNOT_ONLY, TransferKeysRenderer.of().execute(keys), Effect.RELOAD));
        if (leads) {
            Challenges.of(layout).ifPresent(_ -> items.add(challengeKey(site, request.secrets())));
            items.add(new Directory(new MachinePath(ZONES), Ownership.PUBLIC_DIRECTORY));
            items.add(ManagedFile.open(
                    zoneFile(site.domain()), ZoneFileRenderer.of().execute(ZoneFile.of(layout)), Effect.RELOAD));
        }
        KnotConfiguration configuration = KnotConfiguration.of(request, keys, machine);
        items.add(ManagedFile.open(
                SERVER_FILE, ServerSectionRenderer.of().execute(new ServerSection(configuration)), Effect.RESTART));
        items.add(
                ManagedFile.open(CONFIGURATION, KnotConfigurationRenderer.of().execute(configuration), Effect.RELOAD));
        items.add(Unit.running("knot.service"));
        return items;
    }

    private static ManagedFile challengeKey(Site site, Secrets secrets) {
        ChallengeKey key = new ChallengeKey(site.name(), secrets.get(SecretName.ACME_CHALLENGE));
        return ManagedFile.secret(
                CHALLENGE_KEY_FILE, KNOT_ONLY, ChallengeKeyRenderer.of().execute(key), Effect.RELOAD);
    }

    private static List<Item> unitFiles(Site site, boolean leads) {
        List<Item> items = new ArrayList<>();
        if (leads) {
            items.add(new Directory(new MachinePath(PROGRAMS), Ownership.PUBLIC_DIRECTORY));
            items.add(new ManagedFile(
                    new MachinePath(SERIAL_PROGRAM),
                    new Ownership("root", "root", "0755"),
                    SerialProgramRenderer.of().execute(new SerialProgram(site.name(), site.domain())),
                    Effect.RELOAD,
                    false));
        }
        items.addAll(UnitDropIn.of(
                "knot", DropInRenderer.of().execute(new DropIn(site.name(), leads, SERIAL_PROGRAM)), Effect.RELOAD));
        return items;
    }

    private static List<Check> checks(Site site, boolean leads) {
        Check configuration = Check.of("knotc", "-c", CONFIGURATION, "conf-check");
        if (!leads) {
            return List.of(configuration);
        }
        return List.of(
                configuration,
                Check.of(
                        "knotc",
                        "-c",
                        CONFIGURATION,
                        "zone-check",
                        site.domain().value()));
    }

    /**
     * The server itself says that users find the site at the virtual addresses. A secondary that could not reach its primary
     * waits longer and longer before it asks again, so it is told to ask now.
     */
    private static Verification answer(Site site, Machine machine, boolean leads) {
        String addresses = site.virtualAddress().addresses().stream()
                .map(Ipv4Address::toString)
                .sorted()
                .collect(Collectors.joining(" "));
        String ask = leads ? "" : "knotc zone-refresh " + site.domain() + " && ";
        return Verification.within(
                ANSWERS_WITHIN,
                "sh",
                "-c",
                ask + "test \"$(kdig +short +timeout=1 +retry=0 @" + machine.address() + " " + site.name()
                        + " A | LC_ALL=C sort | xargs)\" = '" + addresses + "'");
    }
}
