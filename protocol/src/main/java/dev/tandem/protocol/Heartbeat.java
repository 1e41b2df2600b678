package dev.tandem.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the primary's agent writes to its key in etcd again and again.
 *
 * @param handingOver the primary serves nobody any more and the partner may take over at once
 */
public record Heartbeat(long term, MachineName primary, boolean handingOver) {
    private static final Pattern FORM = Pattern.compile("term=(\\d{1,18}) primary=(\\S+) (serving|handing-over)");

    /** Reads what {@link #toString} writes; throws IllegalArgumentException for anything else. */
    public static Heartbeat parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a heartbeat such as: term=7 primary=server1 serving");
        }
        return new Heartbeat(
                Long.parseLong(matcher.group(1)),
                new MachineName(matcher.group(2)),
                matcher.group(3).equals("handing-over"));
    }

    @Override
    public String toString() {
        return "term=" + term + " primary=" + primary + (handingOver ? " handing-over" : " serving");
    }
}
