package dev.tandem.runner.configuration;

import java.nio.file.Path;
import java.util.Set;

/**
 * How other machines reach the application: with TLS, and with a certificate of their own.
 *
 * @param listen where the application answers them
 * @param identity the file of the runner's certificate and key, in PEM
 * @param authority the file of the authority's certificate
 * @param clients the names, one of which a client's certificate must be made out to
 */
public record TlsConfiguration(Endpoint listen, Path identity, Path authority, Set<String> clients) {
    public TlsConfiguration {
        if (clients.isEmpty()) {
            throw new IllegalArgumentException("nobody could ever come to " + listen);
        }
        clients = Set.copyOf(clients);
    }
}
