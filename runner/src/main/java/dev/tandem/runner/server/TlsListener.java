package dev.tandem.runner.server;

import dev.tandem.protocol.tls.PemIdentity;
import dev.tandem.runner.configuration.Endpoint;
import dev.tandem.runner.configuration.TlsConfiguration;
import dev.tandem.runner.life.ApplicationFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The keys of the port that other machines come to, which can be read anew while it is open. Safe for many threads. */
final class TlsListener {
    private final TlsConfiguration configuration;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    /** @throws ApplicationFailure when the files cannot be used */
    TlsListener(TlsConfiguration configuration) {
        this.configuration = configuration;
        try {
            factory.setSslContext(context());
        } catch (IOException failure) {
            throw new ApplicationFailure(
                    "cannot listen on RUNNER_TLS_LISTEN " + configuration.listen() + ": " + failure.getMessage(),
                    failure);
        }
        factory.setNeedClientAuth(true);
        factory.setIncludeProtocols(PemIdentity.PROTOCOL);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    Endpoint endpoint() {
        return configuration.listen();
    }

    /**
     * Reads the files again. New connections get the new certificate, open ones go on.
     *
     * @throws IOException when they cannot be used; then nothing has changed
     */
    void reload() throws IOException {
        SSLContext renewed = context();
        try {
            factory.reload(changing -> changing.setSslContext(renewed));
        } catch (Exception failure) { // Jetty declares no less
            throw new IOException("the servlet container does not take the new certificate: " + failure, failure);
        }
    }

    private SSLContext context() throws IOException {
        try {
            return PemIdentity.read(configuration.identity(), configuration.authority())
                    .serverFor(configuration.clients());
        } catch (GeneralSecurityException failure) {
            throw new IOException("this Java cannot use " + configuration.identity() + ": " + failure, failure);
        }
    }
}
