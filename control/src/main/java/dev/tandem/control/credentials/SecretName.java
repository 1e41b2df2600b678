package dev.tandem.control.credentials;

import dev.tandem.control.model.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a secret is for.
 *
 * @param value lower-case words with hyphens, or {@code environment/NAME} for one of the application's own
 */
public record SecretName(String value) implements Comparable<SecretName> {
    private static final String ENVIRONMENT = "environment/";

    // Before the names below, which are checked with it while this class is being initialised.
    private static final Pattern FORM = Pattern.compile("[a-z][a-z-]*|environment/[A-Z][A-Z0-9_]*");

    /** The application's database account. */
    public static final SecretName DATABASE_APPLICATION = new SecretName("database-application");

    /** The account that changes the schema. */
    public static final SecretName DATABASE_MIGRATION = new SecretName("database-migration");

    /** The account that replicas read the primary's log with. */
    public static final SecretName DATABASE_REPLICATION = new SecretName("database-replication");

    /** The account that reads the databases' figures. */
    public static final SecretName DATABASE_MONITORING = new SecretName("database-monitoring");

    /** The key that signs zone transfers (TSIG, RFC 8945): 32 bytes in Base64. */
    public static final SecretName ZONE_TRANSFER = new SecretName("zone-transfer");

    /** The key that signs certbot's changes of the zone (TSIG): 32 bytes in Base64. */
    public static final SecretName ACME_CHALLENGE = new SecretName("acme-challenge");

    public SecretName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a secret's name");
        }
    }

    /** The name of a secret that the application finds in its environment. */
    public static SecretName environment(String variable) {
        return new SecretName(ENVIRONMENT + variable);
    }

    /** Whether it is a key of TSIG, which is plain Base64 (RFC 8945, 4.2). */
    public boolean isTsigKey() {
        return equals(ZONE_TRANSFER) || equals(ACME_CHALLENGE);
    }

    /** All secrets that a site needs. */
    public static List<SecretName> neededBy(Site site) {
        List<SecretName> names = new ArrayList<>(List.of(
                DATABASE_APPLICATION, DATABASE_MIGRATION, DATABASE_REPLICATION, DATABASE_MONITORING, ZONE_TRANSFER));
        site.tls().acme().ifPresent(_ -> names.add(ACME_CHALLENGE));
        site.application().secrets().forEach(variable -> names.add(environment(variable)));
        return List.copyOf(names);
    }

    /** Whether it is one of the application's own. */
    public boolean isOfApplication() {
        return value.startsWith(ENVIRONMENT);
    }

    /** What it is for, as a user would say it. */
    public String purpose() {
        if (isOfApplication()) {
            return "the application's variable " + value.substring(ENVIRONMENT.length());
        }
        return switch (value) {
            case "database-application" -> "password of the application's database account";
            case "database-migration" -> "password of the account that changes the schema";
            case "database-replication" -> "password that replicas copy the primary with";
            case "database-monitoring" -> "password of the account that reads the databases' figures";
            case "zone-transfer" -> "key that signs copies of the DNS zone (TSIG)";
            case "acme-challenge" -> "key that lets balancers prove the site's name in its zone (TSIG)";
            default -> "";
        };
    }

    @Override
    public int compareTo(SecretName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
