package dev.tandem.routing.route;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a client has written, as MariaDB's GTIDs: for each replication domain the last one, such as {@code 0-1-4711}.
 *
 * @param byDomain empty where nothing was written
 */
public record WritePosition(SortedMap<Long, Gtid> byDomain) {
    /** DOMAIN-SERVER-SEQUENCE; the sequence is unsigned. */
    record Gtid(long domain, long server, long sequence) {
        @Override
        public String toString() {
            return domain + "-" + server + "-" + Long.toUnsignedString(sequence);
        }
    }

    /** Of who has written nothing. */
    static final WritePosition NOTHING = new WritePosition(new TreeMap<>());

    private static final long LARGEST_ID = 0xFFFF_FFFFL;
    private static final int MOST_DOMAINS = 8;
    private static final int LONGEST_TEXT = 256;
    private static final Pattern GTID = Pattern.compile("(\\d{1,10})-(\\d{1,10})-(\\d{1,20})");

    /** Reads what anybody may have written; empty unless all of it is well formed. */
    public static Optional<WritePosition> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        SortedMap<Long, Gtid> found = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Optional<Gtid> gtid = gtid(part);
            if (gtid.isEmpty() || found.size() >= MOST_DOMAINS) {
                return Optional.empty();
            }
            found.merge(gtid.get().domain(), gtid.get(), WritePosition::later);
        }
        return Optional.of(new WritePosition(found));
    }

    private static Optional<Gtid> gtid(String text) {
        var matcher = GTID.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            long domain = Long.parseLong(matcher.group(1));
            long server = Long.parseLong(matcher.group(2));
            long sequence = Long.parseUnsignedLong(matcher.group(3));
            return domain > LARGEST_ID || server > LARGEST_ID
                    ? Optional.empty()
                    : Optional.of(new Gtid(domain, server, sequence));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static Gtid later(Gtid one, Gtid other) {
        return Long.compareUnsigned(one.sequence(), other.sequence()) >= 0 ? one : other;
    }

    public boolean isNothing() {
        return byDomain.isEmpty();
    }

    /** Everything of both. */
    public WritePosition and(WritePosition other) {
        SortedMap<Long, Gtid> all = new TreeMap<>(byDomain);
        for (Map.Entry<Long, Gtid> entry : other.byDomain.entrySet()) {
            all.merge(entry.getKey(), entry.getValue(), WritePosition::later);
        }
        return new WritePosition(all);
    }

    /** As the server reads it. */
    public String text() {
        return byDomain.values().stream().map(Gtid::toString).collect(Collectors.joining(","));
    }
}
