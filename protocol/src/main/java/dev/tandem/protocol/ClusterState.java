package dev.tandem.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one decision about the database, in one key of etcd, changed only by compare-and-swap: who may write, and who holds
 * everything that was acknowledged.
 *
 * @param term rises by one with every change of primary
 * @param primary the one machine that may open for writes
 * @param partner without one the primary acknowledges alone and nobody else can be promoted
 */
public record ClusterState(
        long term, MachineName primary, @Nullable Partner partner) {
    private static final Pattern FORM =
            Pattern.compile("term=(\\d{1,18}) primary=(\\S+) partner=(?:none|(\\S+)#(\\S+))");

    /** Throws IllegalArgumentException when the term is below 1 or the primary is its own partner. */
    public ClusterState {
        if (term < 1) {
            throw new IllegalArgumentException("Terms begin at 1, this is " + term);
        }
        if (partner != null && partner.machine().equals(primary)) {
            throw new IllegalArgumentException(primary + " cannot be its own partner");
        }
    }

    /** The state after the partner has taken over: alone, in the next term. */
    public ClusterState promoted(MachineName machine) {
        return new ClusterState(term + 1, machine, null);
    }

    /** The state in which the primary acknowledges alone. */
    public ClusterState alone() {
        return new ClusterState(term, primary, null);
    }

    /** The state in which the primary acknowledges what the partner has. */
    public ClusterState with(Partner added) {
        return new ClusterState(term, primary, added);
    }

    /** Whether the machine is the one that may write. */
    public boolean isPrimary(MachineName machine) {
        return primary.equals(machine);
    }

    /** Whether the machine is recorded as partner, in whatever life. */
    public boolean namesPartner(MachineName machine) {
        return partner != null && partner.machine().equals(machine);
    }

    /**
     * Reads what {@link #toString} writes; throws IllegalArgumentException for anything else, also for more of it: who does not understand
     * all that was decided must not act on it, and would drop what it does not know when it writes.
     */
    public static ClusterState parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a state such as: term=7 primary=server1 partner=server2#1a2b, and nothing behind it");
        }
        String machine = matcher.group(3);
        return new ClusterState(
                Long.parseLong(matcher.group(1)),
                new MachineName(matcher.group(2)),
                machine == null ? null : new Partner(new MachineName(machine), new Incarnation(matcher.group(4))));
    }

    /** The one text of this state, which is also the value in etcd before the nonce. */
    @Override
    public String toString() {
        return "term=" + term + " primary=" + primary + " partner=" + (partner == null ? "none" : partner);
    }
}
