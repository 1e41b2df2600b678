package dev.tandem.protocol.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Refuses, during the handshake, every client that the authority does not vouch for or whose certificate is made out to somebody else
 * than was named: the key of a database must not pass for a web server's. Safe for many threads.
 */
final class NamedClients extends X509ExtendedTrustManager {
    /** The kind of a host name among a certificate's alternative names (RFC 5280, 4.2.1.6). */
    private static final Integer HOST_NAME = 2;

    private final X509ExtendedTrustManager authority;
    private final Set<String> names;

    NamedClients(X509ExtendedTrustManager authority, Set<String> names) {
        this.authority = authority;
        this.names = Set.copyOf(names);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authority.checkClientTrusted(chain, type, engine);
        requireName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authority.checkClientTrusted(chain, type, socket);
        requireName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authority.checkClientTrusted(chain, type);
        requireName(chain[0]);
    }

    private void requireName(X509Certificate certificate) throws CertificateException {
        if (hostNames(certificate).stream().noneMatch(names::contains)) {
            throw new CertificateException("a certificate made out to " + hostNames(certificate)
                    + " opens nothing here; expected one of " + names);
        }
    }

    private static List<String> hostNames(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> HOST_NAME.equals(name.getFirst()))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authority.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authority.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authority.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }
}
