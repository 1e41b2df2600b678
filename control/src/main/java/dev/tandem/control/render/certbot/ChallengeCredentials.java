package dev.tandem.control.render.certbot;

import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import io.jstach.jstache.JStache;

/**
 * Where and with which key certbot changes the zone.
 *
 * @param server the DNS machine that the others copy from
 * @param secret in Base64
 */
@JStache(path = "dev/tandem/control/render/certbot/certbot-rfc2136.ini.mustache")
record ChallengeCredentials(DomainName site, Ipv4Address server, String secret) {
    /** Says nothing about the secret. */
    @Override
    public String toString() {
        return "ChallengeCredentials[" + site + "]";
    }
}
