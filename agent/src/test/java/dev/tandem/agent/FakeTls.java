package dev.tandem.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for 127.0.0.1, made with the JDK's keytool. */
public final class FakeTls {
    private static final char[] WORD = "secret".toCharArray();

    private FakeTls() {}

    /** One certificate, made in that folder, which both sides show and know. */
    public static SSLContext in(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        return among(folder, "both").values().iterator().next();
    }

    /** A certificate for each of these names, made in that folder; each shows its own and knows all of them. */
    public static Map<String, SSLContext> among(Path folder, String... names)
            throws IOException, GeneralSecurityException, InterruptedException {
        Map<String, KeyStore> own = new LinkedHashMap<>();
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        for (String name : names) {
            KeyStore keys = made(folder.resolve(name + ".p12"), name);
            own.put(name, keys);
            known.setCertificateEntry(name, keys.getCertificate(name));
        }
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(known);
        Map<String, SSLContext> contexts = new LinkedHashMap<>();
        for (Map.Entry<String, KeyStore> each : own.entrySet()) {
            KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
            shown.init(each.getValue(), WORD);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
            contexts.put(each.getKey(), context);
        }
        return contexts;
    }

    private static KeyStore made(Path store, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> words = List.of(
                keytool,
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString());
        if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool did not make a certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream from = Files.newInputStream(store)) {
            keys.load(from, WORD);
        }
        return keys;
    }
}
