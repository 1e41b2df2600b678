package dev.tandem.runner.tls;

import dev.tandem.protocol.tls.PemIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.client.tls.HostnameVerifier;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * {@code tlsSocketType=pem} in a database's URL: {@code keyStore} is a PEM file of certificate and key, {@code serverSslCert} the
 * authority's. The driver's own way takes Java key stores only, and keeps the first one that it has read for good; this one reads both
 * files for each new connection, so that a renewed certificate needs nothing but its file. Found by the driver as a service.
 */
public final class PemTlsPlugin implements TlsSocketPlugin {
    @Override
    public String type() {
        return "pem";
    }

    @Override
    public TrustManager[] getTrustManager(Configuration configuration, ExceptionFactory exceptions, HostAddress host)
            throws SQLException {
        return identity(configuration, exceptions).authority();
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) throws SQLException {
        return identity(configuration, exceptions).keyManagers();
    }

    private static PemIdentity identity(Configuration configuration, ExceptionFactory exceptions) throws SQLException {
        if (configuration.keyStore() == null || configuration.serverSslCert() == null) {
            throw exceptions.create("tlsSocketType=pem needs keyStore and serverSslCert", "08000");
        }
        try {
            return PemIdentity.read(Path.of(configuration.keyStore()), Path.of(configuration.serverSslCert()));
        } catch (IOException unreadable) {
            throw exceptions.create(unreadable.getMessage(), "08000", unreadable);
        }
    }

    @Override
    public void verify(String host, SSLSession session, long serverThreadId) throws SSLException {
        Certificate[] chain = session.getPeerCertificates();
        HostnameVerifier.verify(host, (X509Certificate) chain[0], serverThreadId);
    }
}
