package dev.tandem.runner.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.client.tls.HostnameVerifier;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * {@code tlsSocketType=pem} in a database's URL: {@code keyStore} is a PEM file of certificate and key, {@code serverSslCert} the
 * authority's. The driver's own way takes Java key stores only, and keeps the first one that it has read for good; this one looks
 * before each new connection whether the files have changed, so that a renewed certificate needs nothing but its file.
 *
 * <p>While they have not, connections share a context, and with it what resumes an earlier session (RFC 8446, 2.2): after a failover
 * all connections of a site are made anew at once, and asymmetric signatures are most of their work. Found by the driver as a service.
 */
public final class PemTlsPlugin implements TlsSocketPlugin {
    private static final SharedIdentity SHARED = new SharedIdentity();

    /** The driver makes a plugin for each connection, and asks it for the key before the socket. */
    private @Nullable SSLSocketFactory sockets;

    @Override
    public String type() {
        return "pem";
    }

    @Override
    public TrustManager[] getTrustManager(Configuration configuration, ExceptionFactory exceptions, HostAddress host)
            throws SQLException {
        return read(configuration, exceptions).identity().authority();
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) throws SQLException {
        SharedIdentity.Read read = read(configuration, exceptions);
        sockets = read.sockets();
        return read.identity().keyManagers();
    }

    private static SharedIdentity.Read read(Configuration configuration, ExceptionFactory exceptions)
            throws SQLException {
        if (configuration.keyStore() == null || configuration.serverSslCert() == null) {
            throw exceptions.create("tlsSocketType=pem needs keyStore and serverSslCert", "08000");
        }
        try {
            return SHARED.of(Path.of(configuration.keyStore()), Path.of(configuration.serverSslCert()));
        } catch (IOException unreadable) {
            throw exceptions.create(unreadable.getMessage(), "08000", unreadable);
        }
    }

    /** Driver 3.5.11 makes a factory for each connection, which knows no session yet, and has no other place to give it one that does. */
    @Override
    public SSLSocket createSocket(Socket socket, SSLSocketFactory withoutSessions) throws IOException {
        return TlsSocketPlugin.super.createSocket(socket, sockets == null ? withoutSessions : sockets);
    }

    @Override
    public void verify(String host, SSLSession session, long serverThreadId) throws SSLException {
        Certificate[] chain = session.getPeerCertificates();
        HostnameVerifier.verify(host, (X509Certificate) chain[0], serverThreadId);
    }
}
