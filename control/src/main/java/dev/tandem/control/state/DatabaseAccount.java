package dev.tandem.control.state;

import java.util.ArrayList;
import java.util.List;

/**
 * One account of a MariaDB server and all it may do.
 *
 * @param host the client pattern, for instance {@code 10.80.0.%}
 * @param passwordHash as MariaDB stores it ({@code *} and the upper-case hexadecimal SHA-1 of the SHA-1 of the password),
 *     so that the password itself need not travel and the stored one can be compared
 * @param privileges what {@code GRANT} takes before {@code TO}, for instance {@code SELECT, INSERT ON `shop`.*}; in the
 *     form and order in which {@code SHOW GRANTS} prints it
 */
public record DatabaseAccount(String user, String host, String passwordHash, List<String> privileges) {
    public DatabaseAccount {
        privileges = List.copyOf(privileges);
    }

    /** The account's name as SQL writes it. */
    public String quoted() {
        return "`" + user + "`@`" + host + "`";
    }

    /**
     * What {@code SHOW GRANTS} prints for such an account: the line of its global rights carries the password, and there is
     * one even when it has none.
     */
    public List<String> grants() {
        List<String> lines = new ArrayList<>();
        boolean global = privileges.stream().anyMatch(DatabaseAccount::isGlobal);
        if (!global) {
            lines.add(identified("USAGE ON *.*"));
        }
        privileges.forEach(privilege ->
                lines.add(isGlobal(privilege) ? identified(privilege) : "GRANT " + privilege + " TO " + quoted()));
        return List.copyOf(lines);
    }

    private String identified(String privilege) {
        return "GRANT " + privilege + " TO " + quoted() + " IDENTIFIED BY PASSWORD '" + passwordHash + "'";
    }

    private static boolean isGlobal(String privilege) {
        return privilege.endsWith(" ON *.*");
    }

    @Override
    public String toString() {
        return "DatabaseAccount[" + quoted() + " " + privileges + "]";
    }
}
