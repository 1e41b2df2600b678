package dev.tandem.control.render.certbot;

import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Tls;
import io.jstach.jstache.JStache;
import java.util.Optional;

/**
 * What certbot asks for, and how it shows that the names are ours.
 *
 * @param lineage certbot's name for the line of certificates
 * @param names with commas between them
 * @param propagationSeconds how long a change of the zone is left alone before the authority looks
 */
@JStache(path = "dev/tandem/control/render/certbot/certbot.ini.mustache")
record CertbotConfiguration(
        DomainName site,
        String directory,
        Optional<String> email,
        String lineage,
        String names,
        String credentials,
        long propagationSeconds,
        String program) {
    static CertbotConfiguration of(DomainName site, Tls.Acme acme, String lineage, String names) {
        return new CertbotConfiguration(
                site,
                acme.directory(),
                acme.email(),
                lineage,
                names,
                CertbotRenderer.CREDENTIALS,
                acme.propagation().toSeconds(),
                CertbotRenderer.PROGRAM);
    }
}
