package dev.tandem.control.render.knot;

import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStache;

/**
 * The key that signs certbot's changes.
 *
 * @param secret in Base64
 */
@JStache(path = "dev/tandem/control/render/knot/challenge-key.conf.mustache")
record ChallengeKey(DomainName site, String secret) {
    /** Says nothing about the secret. */
    @Override
    public String toString() {
        return "ChallengeKey[" + site + "]";
    }
}
