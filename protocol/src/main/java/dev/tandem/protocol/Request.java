package dev.tandem.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator asks the agents for, in one key of etcd; a later one takes the place of an earlier one.
 *
 * @param id tells one request from the next
 * @param machine the machine that it is about
 */
public record Request(long id, Kind kind, MachineName machine) {
    private static final Pattern FORM = Pattern.compile("id=(\\d{1,18}) kind=(\\S+) machine=(\\S+)(?: .*)?");

    /** What shall be done. */
    public enum Kind {
        /** The machine shall be primary. */
        SWITCHOVER,
        /** The machine, a replica, shall start its mysqld anew. */
        RESTART,
        /** The machine, a replica, shall copy all data anew. */
        REBUILD,
        /** The agents shall not wait for a human any more, whatever has happened; the machine says nothing. */
        RESUME;

        private static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + word + "' is no request that this version knows: " + Arrays.toString(values())));
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether this asks for that of that machine. */
    public boolean asks(Kind what, MachineName of) {
        return kind == what && machine.equals(of);
    }

    /**
     * Reads what {@link #toString} writes, with or without more behind it; throws IllegalArgumentException for anything else. A newer
     * version may ask for what this one does not know: to whoever only reads requests, that is none.
     */
    public static Request parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a request such as: id=7 kind=switchover machine=server2");
        }
        return new Request(
                Long.parseLong(matcher.group(1)), Kind.of(matcher.group(2)), new MachineName(matcher.group(3)));
    }

    @Override
    public String toString() {
        return "id=" + id + " kind=" + kind.word() + " machine=" + machine;
    }
}
