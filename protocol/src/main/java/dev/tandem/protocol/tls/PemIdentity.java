package dev.tandem.protocol.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate with its key (ECDSA), and the authority that others' certificates must come from, as they stand in files at the moment of
 * reading. The files are read once; whoever wants a renewed certificate reads again. The key is never printed.
 */
public final class PemIdentity {
    /** The newest alone: both ends of every connection inside a site are ours. */
    public static final String PROTOCOL = "TLSv1.3";

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private final KeyManager[] keyManagers;
    private final X509ExtendedTrustManager authority;

    private PemIdentity(KeyManager[] keyManagers, X509ExtendedTrustManager authority) {
        this.keyManagers = keyManagers;
        this.authority = authority;
    }

    /**
     * Reads both files.
     *
     * @param identity a certificate and its private key (PKCS #8), in PEM (RFC 7468)
     * @param authority one or more certificates
     * @throws IOException with the file's name and what is wrong with it
     */
    public static PemIdentity read(Path identity, Path authority) throws IOException {
        try {
            return new PemIdentity(keyManagers(identity), trustManager(authority));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IOException(
                    "cannot use " + identity + " with " + authority + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static KeyManager[] keyManagers(Path file) throws IOException, GeneralSecurityException {
        X509Certificate[] chain = certificates(file).toArray(X509Certificate[]::new);
        return new KeyManager[] {new OneKey(chain, key(file))};
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher key = KEY.matcher(Files.readString(file));
        if (!key.find()) {
            throw new GeneralSecurityException("there is no private key in " + file);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static X509ExtendedTrustManager trustManager(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        int count = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("authority-" + count++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java has no trust manager for certificates"));
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        // The factory does not take a private key between certificates or after them.
        String pem = KEY.matcher(Files.readString(file)).replaceAll("");
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in " + file);
        }
        return certificates;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** What shows this identity to others. */
    public KeyManager[] keyManagers() {
        return keyManagers.clone();
    }

    /** What takes everybody for one of the site who has a certificate of its authority. */
    public TrustManager[] authority() {
        return new TrustManager[] {authority};
    }

    /** For a client that takes only servers of the site; it looks at the name itself. */
    public SSLContext client() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(keyManagers, authority(), new SecureRandom());
        return context;
    }

    /** For a server that takes only clients whose certificates are made out to one of these names. */
    public SSLContext serverFor(Set<String> clients) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(keyManagers, new TrustManager[] {new NamedClients(authority, clients)}, new SecureRandom());
        return context;
    }
}
