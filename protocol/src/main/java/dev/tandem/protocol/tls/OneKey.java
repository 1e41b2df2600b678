package dev.tandem.protocol.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the one certificate that there is, to whoever asks. The JDK's own way leads through a key store that encrypts the key and
 * decrypts it again, with ten thousand rounds of hashing each: seen, most of the time of a new connection.
 */
final class OneKey extends X509ExtendedKeyManager {
    private static final String NAME = "identity";

    private final X509Certificate[] chain;
    private final PrivateKey key;

    OneKey(X509Certificate[] chain, PrivateKey key) {
        this.chain = chain.clone();
        this.key = key;
    }

    /** For a kind of key that it is, such as EC; with TLS 1.3 the kind of the signature comes first. */
    private @Nullable String named(String @Nullable [] types) {
        if (types == null) {
            return NAME;
        }
        for (String type : types) {
            if (isOf(type)) {
                return NAME;
            }
        }
        return null;
    }

    private boolean isOf(String type) {
        return type.equals(key.getAlgorithm()) || type.startsWith(key.getAlgorithm() + "_");
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return isOf(type) ? new String[] {NAME} : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return named(types);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return named(types);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return getClientAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return isOf(type) ? NAME : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return isOf(type) ? NAME : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }
}
