package dev.tandem.control.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One account of a MariaDB server and all it may do.
 *
 * @param host the client pattern, for instance {@code 10.80.0.%}
 * @param passwordHashes of the one password that opens it, or of the two while one replaces the other; each as MariaDB
 *     stores it ({@code *} and the upper-case hexadecimal SHA-1 of the SHA-1 of the password), so that the password itself
 *     need not travel and the stored one can be compared. In the order of the texts, because which of the two is in use
 *     makes no difference to the account
 * @param certificate the subject of the certificate that the client must show besides the password, such as
 *     {@code /CN=server1.runner.internal} (REQUIRE SUBJECT, which also asks for an issuer that the server trusts); none for a
 *     client on the server's own socket
 * @param privileges what {@code GRANT} takes before {@code TO}, for instance {@code SELECT, INSERT ON `shop`.*}; in the
 *     form and order in which {@code SHOW GRANTS} prints it
 */
public record DatabaseAccount(
        String user, String host, List<String> passwordHashes, Optional<String> certificate, List<String> privileges) {
    private static final Pattern SUBJECT = Pattern.compile("/CN=[a-z0-9.-]+");
    /** Nothing that means anything between backticks, or to a client of the database. */
    private static final String QUOTED = "`[A-Za-z0-9_.-]+`@`[A-Za-z0-9_.:/%-]*`";

    private static final Pattern NAME = Pattern.compile(QUOTED);
    private static final Pattern GRANTED_TO = Pattern.compile(" TO (" + QUOTED + ")");
    private static final Pattern IDENTIFICATION = Pattern.compile(" IDENTIFIED .*?(?= REQUIRE |$)");

    public DatabaseAccount {
        if (passwordHashes.isEmpty()) {
            throw new IllegalArgumentException("nobody could log in as " + user);
        }
        // It is put between quotes in a statement.
        certificate.filter(subject -> !SUBJECT.matcher(subject).matches()).ifPresent(subject -> {
            throw new IllegalArgumentException(
                    "'" + subject + "' is not a subject such as /CN=server1.runner.internal");
        });
        passwordHashes = passwordHashes.stream().sorted().toList();
        privileges = List.copyOf(privileges);
    }

    /** Whether it is the agent's own, which is made anew at each start of the server and is none of a plan's business. */
    public static boolean isOfAgent(String quoted) {
        return quoted.startsWith("`tandem_agent`@");
    }

    /** The account of a line of {@code SHOW GRANTS}, quoted; none when the line names none that Tandem could have made. */
    public static Optional<String> namedIn(String grant) {
        Matcher matcher = GRANTED_TO.matcher(grant);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Refuses what may not stand for an account in a statement: whoever answered it may not have meant well. */
    public static void requireQuoted(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no account such as `user`@`10.80.0.1`");
        }
    }

    /** An account for a client on the server's own socket. */
    public DatabaseAccount(String user, String host, List<String> passwordHashes, List<String> privileges) {
        this(user, host, passwordHashes, Optional.empty(), privileges);
    }

    /** The account's name as SQL writes it. */
    public String quoted() {
        return "`" + user + "`@`" + host + "`";
    }

    /**
     * What {@code SHOW GRANTS} prints for such an account: the line of its global rights carries the password, and there is
     * one even when it has none; the same line ends with the certificate that is required.
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
        return lines.stream()
                .map(line -> IDENTIFICATION.matcher(line).replaceFirst(""))
                .collect(Collectors.toSet());
    }

    private String identified(String privilege) {
        return "GRANT " + privilege + " TO " + quoted() + " " + identification()
                + certificate.map(DatabaseAccount::required).orElse("");
    }

    /** What a statement says about the certificate after the password, also when there is none to be required. */
    public String requirement() {
        return certificate.map(DatabaseAccount::required).orElse(" REQUIRE NONE");
    }

    private static String required(String subject) {
        return " REQUIRE SUBJECT '" + subject + "'";
    }

    private static boolean isGlobal(String privilege) {
        return privilege.endsWith(" ON *.*");
    }

    @Override
    public String toString() {
        return "DatabaseAccount[" + quoted() + " " + privileges + "]";
    }
}
