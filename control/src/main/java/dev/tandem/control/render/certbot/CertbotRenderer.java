package dev.tandem.control.render.certbot;

import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.Tls;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.UnitDropIn;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.PublicCertificate;
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

/** certbot on each balancer: each gets a certificate of its own, so that no key travels and none waits for the other. */
public final class CertbotRenderer implements Renderer {
    /** What it needs of Debian. */
    public static final List<DebianPackage> PACKAGES = List.of(
            new DebianPackage("certbot"),
            new DebianPackage("openssl"),
            new DebianPackage("python3-certbot-dns-rfc2136"));

    static final String CREDENTIALS = "/etc/tandem/certbot-rfc2136.ini";
    static final String PROGRAM = "/usr/local/lib/tandem/public-certificate";

    private static final String CONFIGURATION = "/etc/tandem/certbot.ini";
    /** certbot reads its configuration whatever it is told to do; a folder of its own keeps it off what is in use. */
    private static final String CHECK = "folder=$(mktemp -d); trap 'rm -rf $folder' EXIT; certbot plugins --config "
            + CONFIGURATION + " --config-dir $folder --work-dir $folder --logs-dir $folder";

    private static final int LINEAGE_DIGITS = 8;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(15);

    /** What certbot's unit does here. */
    @JStache(path = "dev/tandem/control/render/certbot/certbot.service.d.mustache")
    record DropIn(DomainName site, String configuration, String program) {}

    /** Puts a certificate in place, and tells whether users are served with it. */
    @JStache(path = "dev/tandem/control/render/certbot/public-certificate.mustache")
    record Program(DomainName site, String lineage, String file, String mark, String endpoint) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        Optional<Tls.Acme> acme = request.layout().site().tls().acme();
        if (acme.isEmpty() || !machine.has(Role.BALANCER)) {
            return List.of();
        }
        return List.of(new Component(
                "certbot",
                Stage.CERTIFICATE,
                items(request, machine, acme.get()),
                List.of(Check.of("sh", "-n", PROGRAM), Check.of("sh", "-euc", CHECK)),
                List.of(Verification.within(SERVED_WITHIN, PROGRAM, "served")),
                Optional.empty()));
    }

    private static List<Item> items(Request request, Machine machine, Tls.Acme acme) {
        Layout layout = request.layout();
        PublicCertificate certificate = certificate(layout.site(), acme);
        List<Item> items = new ArrayList<>(PACKAGES);
        items.addAll(programs(layout, machine, certificate));
        items.addAll(UnitDropIn.of(
                "certbot",
                DropInRenderer.of().execute(new DropIn(layout.site().name(), CONFIGURATION, PROGRAM)),
                Effect.NONE));
        items.add(ManagedFile.secret(
                CREDENTIALS,
                Ownership.PRIVATE,
                ChallengeCredentialsRenderer.of()
                        .execute(new ChallengeCredentials(
                                layout.site().name(),
                                layout.dnsPrimary().address(),
                                request.secrets().get(SecretName.ACME_CHALLENGE))),
                Effect.NONE));
        items.add(ManagedFile.open(
                CONFIGURATION,
                CertbotConfigurationRenderer.of()
                        .execute(CertbotConfiguration.of(
                                layout.site().name(),
                                acme,
                                certificate.lineage(),
                                String.join(", ", certificate.names()))),
                Effect.NONE));
        items.add(Unit.running("certbot.timer"));
        items.add(certificate);
        return items;
    }

    private static List<Item> programs(Layout layout, Machine machine, PublicCertificate certificate) {
        DomainName site = layout.site().name();
        Program program = new Program(
                site,
                certificate.lineage(),
                certificate.file().value(),
                PublicCertificate.MARK.value(),
                layout.endpoint(machine, Service.HTTPS).toString());
        return List.of(
                new Directory(new MachinePath("/usr/local/lib/tandem"), Ownership.PUBLIC_DIRECTORY),
                new ManagedFile(
                        new MachinePath(PROGRAM),
                        Ownership.PUBLIC_DIRECTORY,
                        ProgramRenderer.of().execute(program),
                        Effect.NONE,
                        false));
    }

    /** Another authority or other names make another lineage: what certbot has is then never taken for what is wanted. */
    private static PublicCertificate certificate(Site site, Tls.Acme acme) {
        List<String> names = CertificateRequest.publicNames(site).stream()
                .map(DomainName::value)
                .toList();
        String digest = Component.sha256(acme.directory() + " " + String.join(" ", names));
        return new PublicCertificate(
                site.name() + "-" + digest.substring(0, LINEAGE_DIGITS),
                acme.directory(),
                names,
                new MachinePath(new InstalledCertificate(CertificateUse.PUBLIC).identity()));
    }
}
