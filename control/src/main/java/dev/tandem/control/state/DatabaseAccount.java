package dev.tandem.control.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One account of a MariaDB server and all it may do.
 *
 * @param host the client pattern, for instance {@code 10.80.0.%}
 * @param passwordHashes of the one password that opens it, or of the two while one replaces the other; each as MariaDB
 *     stores it ({@code *} and the upper-case hexadecimal SHA-1 of the SHA-1 of the password), so that the password itself
 *     need not travel and the stored one can be compared. In the order of the texts, because which of the two is in use
 *     makes no difference to the account
 * @param privileges what {@code GRANT} takes before {@code TO}, for instance {@code SELECT, INSERT ON `shop`.*}; in the
 *     form and order in which {@code SHOW GRANTS} prints it
 */
public record DatabaseAccount(String user, String host, List<String> passwordHashes, List<String> privileges) {
    private static final String IDENTIFIED = " IDENTIFIED ";

    public DatabaseAccount {
        if (passwordHashes.isEmpty()) {
            throw new IllegalArgumentException("nobody could log in as " + user);
        }
        passwordHashes = passwordHashes.stream().sorted().toList();
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

    /** How it proves who it is, as {@code CREATE USER} takes it and {@code SHOW GRANTS} prints it. */
    public String identification() {
        return passwordHashes.size() == 1
                ? "IDENTIFIED BY PASSWORD '" + passwordHashes.getFirst() + "'"
                : passwordHashes.stream()
                        .map(hash -> "mysql_native_password USING '" + hash + "'")
                        .collect(Collectors.joining(" OR ", "IDENTIFIED VIA ", ""));
    }

    /** Whether an account with these lines of {@code SHOW GRANTS} may do the same, however it proves who it is. */
    public boolean mayDoTheSameAs(Collection<String> lines) {
        return rights(grants()).equals(rights(lines));
    }

    private static Set<String> rights(Collection<String> lines) {
        return lines.stream().map(line -> line.split(IDENTIFIED, 2)[0]).collect(Collectors.toSet());
    }

    private String identified(String privilege) {
        return "GRANT " + privilege + " TO " + quoted() + " " + identification();
    }

    private static boolean isGlobal(String privilege) {
        return privilege.endsWith(" ON *.*");
    }

    @Override
    public String toString() {
        return "DatabaseAccount[" + quoted() + " " + privileges + "]";
    }
}
