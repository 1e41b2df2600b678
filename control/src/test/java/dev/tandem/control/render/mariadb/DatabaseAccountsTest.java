package dev.tandem.control.render.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.DatabaseAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DatabaseAccountsTest {
    private final Site site = Sites.separate();

    @Test
    void passwordsAreKeptAsMariadbKeepsThem() {
        Map<SecretName, Secret> secrets = new TreeMap<>(Sites.secrets(site).values());
        secrets.put(SecretName.DATABASE_MONITORING, new Secret("test"));
        assertThat(DatabaseAccounts.of(Layout.of(site), new Secrets(secrets)))
                .filteredOn(account -> account.user().equals("tandem_monitoring"))
                .extracting(DatabaseAccount::passwordHashes)
                // What MariaDB 11.8 answers to SELECT PASSWORD('test').
                .containsExactly(List.of("*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29"));
    }

    @Test
    void whileOnePasswordReplacesAnotherBothAreTakenWhicheverIsInUse() {
        SecretName name = SecretName.DATABASE_APPLICATION;
        Secrets before = new Secrets(Sites.secrets(site).values(), Map.of(name, new Secret("new")));
        Map<SecretName, Secret> values = new TreeMap<>(before.values());
        values.put(name, new Secret("new"));
        Secrets after = new Secrets(values, Map.of(name, new Secret(before.get(name))));

        List<DatabaseAccount> accounts = DatabaseAccounts.of(Layout.of(site), before);
        assertThat(accounts).isEqualTo(DatabaseAccounts.of(Layout.of(site), after));
        assertThat(accounts)
                .filteredOn(account -> account.user().equals("tandem_application"))
                .allSatisfy(account -> assertThat(account.grants().getFirst())
                        // As MariaDB 11.8 prints it.
                        .matches("GRANT USAGE ON \\*\\.\\* TO `tandem_application`@`[0-9.]+` IDENTIFIED VIA"
                                + " mysql_native_password USING '\\*[0-9A-F]{40}' OR"
                                + " mysql_native_password USING '\\*[0-9A-F]{40}'"
                                + " REQUIRE SUBJECT '/CN=[a-z0-9.]+'"));
        assertThat(accounts)
                .filteredOn(account -> account.user().equals("tandem_migration"))
                .allSatisfy(account -> assertThat(account.passwordHashes()).hasSize(1));
    }

    @Test
    void anUnderscoreInTheSchemasNameIsNoWildcard() {
        assertThat(accounts())
                .filteredOn(account -> account.user().equals("tandem_application"))
                .allSatisfy(account -> assertThat(account.privileges())
                        .containsExactly("USAGE ON *.*", "SELECT, INSERT, UPDATE, DELETE ON `foo\\_bar`.*"));
    }

    @Test
    void eachAccountIsForTheMachinesThatUseIt() {
        assertThat(accounts())
                .extracting(DatabaseAccount::quoted)
                .containsExactly(
                        "`tandem_application`@`10.80.0.31`",
                        "`tandem_application`@`10.80.0.32`",
                        "`tandem_migration`@`10.80.0.31`",
                        "`tandem_replication`@`10.80.0.41`",
                        "`tandem_replication`@`10.80.0.42`",
                        "`tandem_monitoring`@`localhost`");
    }

    @Test
    void overTheNetworkAnAccountIsForOneMachinesCertificateOfOneUse() {
        assertThat(accounts())
                .extracting(account -> account.certificate().orElse(account.host()))
                .containsExactly(
                        "/CN=app1.runner.internal",
                        "/CN=app2.runner.internal",
                        "/CN=app1.migration.internal",
                        "/CN=db1.database.internal",
                        "/CN=db2.database.internal",
                        "localhost");
    }

    @Test
    void grantsAreWrittenAsTheServerPrintsThem() {
        DatabaseAccount account = new DatabaseAccount(
                "tt",
                "10.80.0.9",
                List.of("*2470"),
                Optional.of("/CN=server1.runner.internal"),
                List.of("SELECT ON `x`.*"));
        assertThat(account.grants())
                // As MariaDB 11.8.9 printed them.
                .containsExactly(
                        "GRANT USAGE ON *.* TO `tt`@`10.80.0.9` IDENTIFIED BY PASSWORD '*2470'"
                                + " REQUIRE SUBJECT '/CN=server1.runner.internal'",
                        "GRANT SELECT ON `x`.* TO `tt`@`10.80.0.9`");
    }

    @Test
    void nobodyMayWriteOnAServerThatIsReadOnly() {
        assertThat(accounts())
                .allSatisfy(account -> assertThat(account.privileges())
                        .noneMatch(
                                privilege -> privilege.contains("ALL PRIVILEGES") || privilege.contains("READ_ONLY")));
    }

    private List<DatabaseAccount> accounts() {
        return DatabaseAccounts.of(Layout.of(site), Sites.secrets(site));
    }
}
