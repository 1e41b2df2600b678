package dev.tandem.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One transaction's global identifier, as MariaDB writes it: domain, server and sequence, such as {@code 0-1-105}.
 *
 * @param server the server_id of the server on which the transaction was first committed
 */
public record Gtid(long domain, long server, long sequence) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})-(\\d{1,10})-(\\d{1,18})");

    public Gtid {
        if (domain < 0 || server < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "A GTID has no negative part: " + domain + "-" + server + "-" + sequence);
        }
    }

    /** Reads what {@link #toString} writes; throws IllegalArgumentException for anything else. */
    public static Gtid parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a GTID such as 0-1-105");
        }
        return new Gtid(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    @Override
    public String toString() {
        return domain + "-" + server + "-" + sequence;
    }
}
