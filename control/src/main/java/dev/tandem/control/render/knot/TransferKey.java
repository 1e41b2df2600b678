package dev.tandem.control.render.knot;

import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStache;

/**
 * The key that signs transfers.
 *
 * @param secret in Base64
 */
@JStache(path = "dev/tandem/control/render/knot/transfer-key.conf.mustache")
record TransferKey(DomainName site, String secret) {
    /** Says nothing about the secret. */
    @Override
    public String toString() {
        return "TransferKey[" + site + "]";
    }
}
