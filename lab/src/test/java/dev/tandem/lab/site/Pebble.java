package dev.tandem.lab.site;

import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.lab.Lab;
import dev.tandem.lab.cli.SiteLab;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * A real ACME server, Debian's {@code pebble}, on a machine of its own in the site's network. It looks for challenges at the
 * second DNS server, so that they have to get there. Each start makes a new authority.
 */
final class Pebble implements AutoCloseable {
    static final String ADDRESS = "10.80.0.240";
    static final String DIRECTORY = "https://" + ADDRESS + ":14000/dir";

    private static final MachineName NAME = new MachineName("pebble");
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final String START = """
            mkdir -p /root/acme && cd /root/acme
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=pebble \\
                -addext "subjectAltName=IP:$1" -keyout key.pem -out cert.pem 2>/dev/null
            cat > pebble.json <<END
            {"pebble": {"listenAddress": "0.0.0.0:14000", "managementListenAddress": "0.0.0.0:15000",
              "certificate": "/root/acme/cert.pem", "privateKey": "/root/acme/key.pem", "httpPort": 80, "tlsPort": 443,
              "ocspResponderURL": "http://$1/ocsp",
              "certificateValidityPeriod": 7776000}}
            END
            systemctl stop pebble 2>/dev/null || true
            systemd-run --quiet --collect --unit=pebble --setenv=PEBBLE_VA_NOSLEEP=1 --setenv=PEBBLE_WFE_NONCEREJECT=0 \\
                pebble -config /root/acme/pebble.json -dnsserver "$2:53"
            """;

    private final SiteUnderTest site;
    private final Lab lab = new Lab(Places.standard(), Progress.silent());

    private Pebble(SiteUnderTest site) {
        this.site = site;
    }

    /** Starts it, and tells both balancers to trust its own HTTPS certificate, as one does for an authority of one's own. */
    static Pebble start(SiteUnderTest site) throws IOException {
        Pebble pebble = new Pebble(site);
        pebble.lab.up(pebble.plan());
        Files.writeString(site.vault().resolve("known_hosts"), pebble.lab.knownHosts(SiteUnderTest.LAB));
        site.on(NAME.value(), START, ADDRESS, SiteUnderTest.ADDRESSES.get("lb2"));
        SiteUnderTest.await(
                "pebble answers", ANSWERS_WITHIN, () -> !pebble.root().isEmpty());
        String certificate = site.on(NAME.value(), "cat /root/acme/cert.pem");
        for (String balancer : SiteUnderTest.BALANCERS) {
            pebble.trust(balancer, certificate);
            // A new Pebble knows nothing of what balancers of a lab that was kept had from an earlier one.
            site.on(balancer, "cd /etc/letsencrypt && rm -rf accounts archive live renewal");
        }
        return pebble;
    }

    /** The certificate of the authority that signs for sites; empty while it does not answer. */
    String root() {
        return site.trying(NAME.value(), "curl -sk --max-time 2 https://127.0.0.1:15000/roots/0");
    }

    private void trust(String machine, String certificate) {
        site.remote(machine)
                .require(RemoteCommand.script(
                                "trust pebble",
                                "cat > /usr/local/share/ca-certificates/pebble.crt && update-ca-certificates > /dev/null 2>&1")
                        .reading(certificate + "\n"));
    }

    private LabPlan plan() throws IOException {
        Reading reading = new SiteReader(Path.of("/root")).read(site.folder().file());
        Site read = ((Reading.Good) reading).site();
        String key = Files.readString(site.vault().resolve("id_ed25519.pub")).strip();
        return SiteLab.plan(
                        SiteUnderTest.LAB,
                        read,
                        Rendering.allPackages().stream()
                                .map(DebianPackage::name)
                                .collect(Collectors.toSet()),
                        key)
                .with(new LabMachine(NAME, Inet4Address.ofLiteral(ADDRESS)));
    }

    /** Takes its machine away. */
    @Override
    public void close() {
        site.forget(NAME.value());
        lab.machine(SiteUnderTest.LAB, NAME).powerOff();
        lab.machine(SiteUnderTest.LAB, NAME).remove();
    }
}
