package dev.tandem.agent.mariadb;

import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.kernel.Unprivileged;
import dev.tandem.agent.mariadb.data.SmallFile;
import dev.tandem.agent.mariadb.session.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent's own account. mariadbd makes it each time it starts, from a file that the agent wrote, with a new password; so it
 * exists on every machine whatever was copied there, is in no binlog, and opens nothing once that process has ended.
 */
final class Account implements Login {
    static final String NAME = "tandem_agent";

    /** How long mysqld has to take a connection, and then to answer the first statements over it. */
    private static final int LOGS_IN_WITHIN_MILLIS = 1_000;

    /**
     * What the site's settings, or an administrator's, do to clients is not meant for the agent: a session that is idle is kept for
     * later (31536000 s is the most that MariaDB takes), and a commit of the agent's that waits must not be ended.
     */
    private static final String OWN_SETTINGS = "wait_timeout=31536000,max_statement_time=0";

    /**
     * That of programs which are not root's, and come by the socket as mysqld's own user: mariadb-backup, and the clients of an admin's commands.
     * MariaDB makes an account of that name when it is installed, with all rights; an administrator may have taken it away. Whoever is that user can
     * write all data as it is, so these rights give nobody anything; and it has no password.
     */
    private static final String OF_OWN_USER = "'" + Unprivileged.USER + "'@'localhost'";

    private static final Pattern PASSWORD = Pattern.compile("IDENTIFIED BY '([0-9a-f]+)'");

    private final Place place;
    private final Programs programs;
    private final Driver driver;
    private final Path file;

    /** What connects: {@link DriverManager} and nothing else, outside of tests. */
    interface Driver {
        Connection connect(String url) throws SQLException;
    }

    /** @param run see {@link dev.tandem.agent.mariadb.data.Folders} */
    Account(Place place, Programs programs, Driver driver, Path run) {
        this.place = place;
        this.programs = programs;
        this.driver = driver;
        file = run.resolve("init.sql");
    }

    /** What mariadbd runs when it starts. */
    Path file() {
        return file;
    }

    /** Writes what mariadbd runs when it starts, with a new password, for its eyes and root's. */
    void renew() throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String account = "'" + NAME + "'@'" + place.address() + "'";
        String statements = "SET SESSION sql_log_bin = 0;\nCREATE USER IF NOT EXISTS " + account + ";\nALTER USER "
                + account + " IDENTIFIED BY '" + HexFormat.of().formatHex(random)
                + "';\nGRANT ALL PRIVILEGES ON *.* TO "
                + account + ";\nCREATE USER IF NOT EXISTS " + OF_OWN_USER + " IDENTIFIED VIA unix_socket;\n"
                + "GRANT ALL PRIVILEGES ON *.* TO " + OF_OWN_USER + " WITH GRANT OPTION;\n";
        Path fresh = file.resolveSibling("init.sql.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, statements);
        // mysqld reads it, and writes nothing there: this agent reads it, too.
        Programs.Result owned = programs.run(Duration.ofSeconds(5), "chown", ":" + Unprivileged.USER, fresh.toString());
        if (!owned.succeeded()) {
            throw new IOException(owned.output());
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** By the replication port: there is room for the agent when clients have taken all of theirs. */
    @Override
    public Connection connect(int answersWithin) throws SQLException {
        Connection connection =
                driver.connect("jdbc:mariadb://" + place.address() + ":" + Gate.REPLICATION_PORT + "/?user="
                        + NAME + "&password="
                        + password() + "&sslMode=verify-ca&serverSslCert=" + place.authority()
                        + "&allowMultiQueries=true&tcpKeepAlive=true&sessionVariables=" + OWN_SETTINGS
                        + "&connectTimeout=" + LOGS_IN_WITHIN_MILLIS + "&socketTimeout=" + LOGS_IN_WITHIN_MILLIS);
        connection.setNetworkTimeout(Runnable::run, answersWithin);
        return connection;
    }

    private String password() throws SQLException {
        try {
            Matcher matcher = PASSWORD.matcher(SmallFile.read(file));
            if (matcher.find()) {
                return matcher.group(1);
            }
            throw new SQLException("there is no password in " + file);
        } catch (IOException unreadable) {
            throw new SQLException("mariadbd was not started by this machine's agent: cannot read " + file, unreadable);
        }
    }
}
