package dev.tandem.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the primary's agent writes to its key in etcd again and again.
 *
 * @param life the agent that wrote it; a number that no other life of an agent of this machine has
 * @param at when it was written, in milliseconds of that agent's own clock, which begins anywhere
 */
public record Heartbeat(long term, MachineName primary, Sign sign, long life, long at) {
    private static final Pattern FORM = Pattern.compile(
            "term=(\\d{1,18}) primary=(\\S+) (?!life=)(\\S+)(?: life=(\\d{1,18}) at=(-?\\d{1,18})(?: .*)?)?");

    /** What it says. */
    public enum Sign {
        /** It serves; there will be another heartbeat soon. */
        SERVING,
        /** It serves, and its agent is away for a moment, as when it is brought up to date. */
        LEAVING,
        /** It serves nobody any more and the partner may take over at once. */
        HANDING_OVER;

        private static Sign of(String word) {
            return Arrays.stream(values())
                    .filter(sign -> sign.word().equals(word))
                    .findFirst()
                    .orElse(SERVING);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether the partner may take over at once. */
    public boolean handingOver() {
        return sign == Sign.HANDING_OVER;
    }

    /** Whether the other one says the same, at another time. */
    public boolean repeats(Heartbeat other) {
        return term == other.term && primary.equals(other.primary) && sign == other.sign;
    }

    /**
     * How much later than the other one it was written, in milliseconds by the writer's clock; empty when they are not of one life, or
     * not in this order.
     */
    public OptionalLong millisAfter(Heartbeat other) {
        return primary.equals(other.primary) && life == other.life && at >= other.at
                ? OptionalLong.of(at - other.at)
                : OptionalLong.empty();
    }

    /**
     * Reads what {@link #toString} writes; throws IllegalArgumentException for anything else. Agents are brought up to date one after the
     * other: an older one says nothing of its clock, a newer one may say more. What this one does not know as a sign counts as {@link
     * Sign#SERVING}: it is written, so somebody lives, and it does not say that anybody may take over.
     */
    public static Heartbeat parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a heartbeat such as: term=7 primary=server1 serving life=1 at=4711");
        }
        return new Heartbeat(
                Long.parseLong(matcher.group(1)),
                new MachineName(matcher.group(2)),
                Sign.of(matcher.group(3)),
                number(matcher.group(4)),
                number(matcher.group(5)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    @Override
    public String toString() {
        return "term=" + term + " primary=" + primary + " " + sign.word() + " life=" + life + " at=" + at;
    }
}
