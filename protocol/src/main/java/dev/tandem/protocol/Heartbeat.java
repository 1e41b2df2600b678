package dev.tandem.protocol;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the primary's agent writes to its key in etcd again and again. */
public record Heartbeat(long term, MachineName primary, Sign sign) {
    private static final Pattern FORM =
            Pattern.compile("term=(\\d{1,18}) primary=(\\S+) (serving|leaving|handing-over)");

    /** What it says. */
    public enum Sign {
        /** It serves; there will be another heartbeat soon. */
        SERVING,
        /** It serves, and its agent is away for a moment, as when it is brought up to date. */
        LEAVING,
        /** It serves nobody any more and the partner may take over at once. */
        HANDING_OVER;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether the partner may take over at once. */
    public boolean handingOver() {
        return sign == Sign.HANDING_OVER;
    }

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
                Sign.valueOf(matcher.group(3).toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    @Override
    public String toString() {
        return "term=" + term + " primary=" + primary + " " + sign.word();
    }
}
