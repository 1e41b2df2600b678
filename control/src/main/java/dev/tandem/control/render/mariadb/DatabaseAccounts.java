package dev.tandem.control.render.mariadb;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.DatabaseUsers;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.protocol.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who may log in, from where, and what for. One account for each machine that needs it, and no more than it needs.
 *
 * <p>Privileges are written as MariaDB 11.8's {@code SHOW GRANTS} prints them: the first line is always about {@code *.*}
 * ({@code USAGE} where there is nothing) and carries {@code IDENTIFIED BY PASSWORD} after the account's name, and after
 * that the certificate that the client must show.
 */
final class DatabaseAccounts {
    private static final String NOTHING_GLOBAL = "USAGE ON *.*";

    private final Layout layout;
    private final Secrets secrets;
    private final List<DatabaseAccount> accounts = new ArrayList<>();

    private DatabaseAccounts(Layout layout, Secrets secrets) {
        this.layout = layout;
        this.secrets = secrets;
    }

    static List<DatabaseAccount> of(Layout layout, Secrets secrets) {
        DatabaseAccounts accounts = new DatabaseAccounts(layout, secrets);
        accounts.application();
        accounts.migration();
        accounts.replication();
        accounts.monitoring();
        return List.copyOf(accounts.accounts);
    }

    private void application() {
        for (Machine machine : layout.site().machinesWith(Role.APP)) {
            add(
                    DatabaseUsers.APPLICATION,
                    machine,
                    CertificateUse.RUNNER,
                    SecretName.DATABASE_APPLICATION,
                    List.of(NOTHING_GLOBAL, "SELECT, INSERT, UPDATE, DELETE ON " + schema()));
        }
    }

    /** The migration runs on the first application machine only. */
    private void migration() {
        Site site = layout.site();
        if (site.application().migration().isEmpty()) {
            return;
        }
        add(
                DatabaseUsers.MIGRATION,
                site.machinesWith(Role.APP).getFirst(),
                CertificateUse.MIGRATION,
                SecretName.DATABASE_MIGRATION,
                List.of(
                        NOTHING_GLOBAL,
                        "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER,"
                                + " CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW,"
                                + " CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER ON " + schema()));
    }

    /** From every database machine: each is the primary at one time and a replica at another. */
    private void replication() {
        for (Machine machine : layout.site().machinesWith(Role.DATABASE)) {
            add(
                    DatabaseUsers.REPLICATION,
                    machine,
                    CertificateUse.DATABASE,
                    SecretName.DATABASE_REPLICATION,
                    List.of("REPLICATION SLAVE ON *.*"));
        }
    }

    private void monitoring() {
        accounts.add(new DatabaseAccount(
                DatabaseUsers.MONITORING,
                "localhost",
                hashes(SecretName.DATABASE_MONITORING),
                List.of("PROCESS, BINLOG MONITOR, SLAVE MONITOR ON *.*")));
    }

    /** For one machine's certificate, and from its address: a password that was stolen alone opens nothing. */
    private void add(String user, Machine from, CertificateUse use, SecretName password, List<String> privileges) {
        accounts.add(new DatabaseAccount(
                user,
                from.address().toString(),
                hashes(password),
                Optional.of("/CN=" + new CertificateName(from.name(), use).internalName()),
                privileges));
    }

    private List<String> hashes(SecretName password) {
        return secrets.accepted(password).stream().map(DatabaseAccounts::hash).toList();
    }

    /** In {@code GRANT}, an underscore in a schema's name stands for any character unless it is escaped. */
    private String schema() {
        return "`" + layout.site().database().schema().replace("_", "\\_") + "`.*";
    }

    /** As mysql_native_password stores it: the SHA-1 of the SHA-1. */
    private static String hash(String password) {
        byte[] once = sha1(password.getBytes(StandardCharsets.UTF_8));
        return "*" + HexFormat.of().withUpperCase().formatHex(sha1(once));
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
