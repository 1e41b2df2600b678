package dev.tandem.control.render.runner;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.SecretName;
import dev.tandem.control.layout.Secrets;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Application;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.DatabaseUsers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the application server and the migration find in their environment. */
final class RunnerEnvironment {
    private RunnerEnvironment() {}

    static String ofRunner(Layout layout, Secrets secrets, Machine machine) {
        Site site = layout.site();
        Application application = site.application();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("RUNNER_APPLICATION", layout.siteFolder() + "/current/app");
        variables.put("RUNNER_LISTEN", layout.endpoint(machine, Service.RUNNER).toString());
        variables.put(
                "RUNNER_MANAGEMENT",
                layout.endpoint(machine, Service.RUNNER_MANAGEMENT).toString());
        variables.put("RUNNER_DRAIN", application.drain().toMillis() + "ms");
        variables.put("RUNNER_DATABASE_PRIMARY", address(3306, site));
        variables.put("RUNNER_DATABASE_REPLICA", address(3307, site));
        variables.put("RUNNER_DATABASE_USER", DatabaseUsers.APPLICATION);
        variables.put("RUNNER_DATABASE_PASSWORD", secrets.get(SecretName.DATABASE_APPLICATION));
        variables.put("RUNNER_DATABASE_POOL", Integer.toString(application.connections()));
        variables.putAll(ofApplication(application, secrets));
        return EnvironmentFile.of(site.name(), variables);
    }

    static String ofMigration(Site site, Secrets secrets) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DATABASE_URL", address(3306, site));
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

    /** Through the machine's own router. */
    private static String address(int port, Site site) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + site.database().schema();
    }
}
