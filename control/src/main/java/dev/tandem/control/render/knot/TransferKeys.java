package dev.tandem.control.render.knot;

import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.state.desired.Component;
import io.jstach.jstache.JStache;
import java.util.List;

/**
 * The keys that sign transfers: the first signs what this machine sends, all of them are accepted. While one replaces another
 * there are two.
 */
@JStache(path = "dev/tandem/control/render/knot/transfer-key.conf.mustache")
record TransferKeys(DomainName site, List<Key> keys) {
    /**
     * One key. Its name goes over the wire and means one secret to both sides (RFC 8945, 4.2), so another secret has another
     * name: the beginning of its hash.
     *
     * @param secret in Base64
     */
    record Key(String id, String secret) {
        private static final int SHOWN = 8;

        static Key of(String secret) {
            return new Key("transfer-" + Component.sha256(secret).substring(0, SHOWN), secret);
        }

        /** Says nothing about the secret. */
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    static TransferKeys of(DomainName site, Secrets secrets) {
        return new TransferKeys(
                site,
                secrets.accepted(SecretName.ZONE_TRANSFER).stream().map(Key::of).toList());
    }

    String signing() {
        return keys.getFirst().id();
    }

    /** As an ACL lists them: always in the same order, because which one is in use makes no difference to it. */
    String accepted() {
        return String.join(", ", keys.stream().map(Key::id).sorted().toList());
    }
}
