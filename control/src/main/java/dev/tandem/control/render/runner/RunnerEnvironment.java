package dev.tandem.control.render.runner;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Application;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.DatabaseUsers;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.RunnerFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the application server and the migration find in their environment. */
final class RunnerEnvironment {
    private static final InstalledCertificate IDENTITY = RunnerRenderer.IDENTITY;

    /** The runner reads its key from a PEM file ({@code runner.tls.PemTlsPlugin}). */
    private static final String OWN_KEY = "&tlsSocketType=pem&keyStore=" + IDENTITY.identity();

    private RunnerEnvironment() {}

    static String ofRunner(Layout layout, Secrets secrets, Machine machine) {
        Site site = layout.site();
        Application application = site.application();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("RUNNER_APPLICATION", layout.siteFolder() + "/current/app");
        variables.put(
                "RUNNER_LISTEN", layout.ownEndpoint(machine, Service.RUNNER).toString());
        variables.putAll(new TreeMap<>(ofOtherMachines(layout, machine)));
        variables.put("RUNNER_MANAGEMENT", RunnerFiles.MANAGEMENT);
        variables.put("RUNNER_DRAIN", application.drain().toMillis() + "ms");
        variables.put("RUNNER_PATIENCE", site.balancer().timeouts().server().toMillis() + "ms");
        variables.put("RUNNER_DATABASE_PRIMARY", address(Service.ROUTER, site, IDENTITY) + OWN_KEY);
        variables.put("RUNNER_DATABASE_REPLICA", address(Service.ROUTER_READS, site, IDENTITY) + OWN_KEY);
        variables.put("RUNNER_DATABASE_USER", DatabaseUsers.APPLICATION);
        variables.put("RUNNER_DATABASE_PASSWORD", secrets.get(SecretName.DATABASE_APPLICATION));
        variables.put("RUNNER_DATABASE_POOL", Integer.toString(application.connections()));
        variables.putAll(ofApplication(application, secrets));
        return EnvironmentFile.of(site.name(), variables);
    }

    static String ofMigration(Site site, InstalledCertificate identity, Secrets secrets) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DATABASE_URL", address(Service.ROUTER, site, identity));
        variables.put("DATABASE_USER", DatabaseUsers.MIGRATION);
        variables.put("DATABASE_PASSWORD", secrets.get(SecretName.DATABASE_MIGRATION));
        return EnvironmentFile.of(site.name(), variables);
    }

    private static Map<String, String> ofApplication(Application application, Secrets secrets) {
        Map<String, String> variables = new TreeMap<>(application.environment());
        for (String variable : application.secrets()) {
            SecretName name = SecretName.environment(variable);
            variables.put(variable, secrets.get(name));
            secrets.other(name).ifPresent(other -> variables.put(variable + Application.PREVIOUS, other));
        }
        return variables;
    }

    /** Other machines come with TLS, and only those that the drawing has. */
    private static Map<String, String> ofOtherMachines(Layout layout, Machine machine) {
        String clients = layout.reaching(machine.name(), Service.RUNNER).stream()
                .filter(other -> !other.equals(machine))
                .map(other -> new CertificateName(other.name(), CertificateUse.WEB).internalName())
                .collect(Collectors.joining(","));
        if (clients.isEmpty()) {
            return Map.of();
        }
        return Map.of(
                "RUNNER_TLS_LISTEN", layout.endpoint(machine, Service.RUNNER).toString(),
                "RUNNER_TLS_IDENTITY", IDENTITY.identity(),
                "RUNNER_TLS_AUTHORITY", IDENTITY.authority(),
                "RUNNER_TLS_CLIENTS", clients);
    }

    /**
     * Through the machine's own router, which hands TLS on as it comes: the database at the other end must show a certificate
     * that has the router's address, as databases' have and nobody else's.
     */
    private static String address(Service way, Site site, InstalledCertificate identity) {
        return "jdbc:mariadb://127.0.0.1:" + way.port() + "/" + site.database().schema()
                + "?sslMode=verify-full&serverSslCert=" + identity.authority();
    }
}
