package dev.tandem.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A place in a history: the last GTID of each domain, as {@code @@gtid_binlog_pos} and {@code @@gtid_slave_pos} give it.
 *
 * <p>What two positions alone can say: with {@code gtid_strict_mode} sequences rise within a domain, so a smaller
 * position is <em>behind</em> a greater one <em>if both are of one history</em>. Two positions that name the same sequence
 * with different servers are certainly {@link Relation#DIVERGED}; other divergences only the server's binlog can show (it
 * refuses with error 1236).
 *
 * @param gtids at most one a domain, by rising domain
 */
public record GtidPosition(List<Gtid> gtids) {
    /** Nothing was ever committed. */
    public static final GtidPosition EMPTY = new GtidPosition(List.of());

    /** How one position stands to another. */
    public enum Relation {
        EQUAL,
        /** A prefix of the other. */
        BEHIND,
        /** The other is a prefix of this one. */
        AHEAD,
        /** Each has something that the other cannot have. */
        DIVERGED
    }

    /** Throws IllegalArgumentException when a domain comes twice. */
    public GtidPosition {
        gtids = gtids.size() < 2
                ? List.copyOf(gtids)
                : gtids.stream().sorted(Comparator.comparingLong(Gtid::domain)).toList();
        for (int i = 1; i < gtids.size(); i++) {
            if (gtids.get(i - 1).domain() == gtids.get(i).domain()) {
                throw new IllegalArgumentException("Domain " + gtids.get(i).domain() + " comes twice in " + gtids);
            }
        }
    }

    /** Reads {@code 0-1-105,1-2-7}, with or without blanks; the empty text is {@link #EMPTY}. */
    public static GtidPosition parse(String text) {
        if (text.isBlank()) {
            return EMPTY;
        }
        List<Gtid> gtids = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            gtids.add(Gtid.parse(part.strip()));
        }
        return new GtidPosition(gtids);
    }

    /** Whether everything up to the other position is before or at this one. */
    public boolean covers(GtidPosition other) {
        for (Gtid gtid : other.gtids) {
            Gtid mine = of(gtid.domain());
            if (mine.sequence() < gtid.sequence()
                    || (mine.sequence() == gtid.sequence() && mine.server() != gtid.server())) {
                return false;
            }
        }
        return true;
    }

    /** The later of both in each domain: where a server is that has both, if they are of one history. */
    public GtidPosition with(GtidPosition other) {
        List<Gtid> latest = new ArrayList<>(other.gtids);
        for (Gtid gtid : gtids) {
            if (other.of(gtid.domain()).sequence() <= gtid.sequence()) {
                latest.removeIf(old -> old.domain() == gtid.domain());
                latest.add(gtid);
            }
        }
        return new GtidPosition(latest);
    }

    /** How this position stands to the other. */
    public Relation relationTo(GtidPosition other) {
        boolean covers = covers(other);
        boolean covered = other.covers(this);
        if (covers) {
            return covered ? Relation.EQUAL : Relation.AHEAD;
        }
        return covered ? Relation.BEHIND : Relation.DIVERGED;
    }

    /** The last GTID of a domain; sequence and server 0 when there is none, which no server ever writes. */
    private Gtid of(long domain) {
        for (Gtid gtid : gtids) {
            if (gtid.domain() == domain) {
                return gtid;
            }
        }
        return new Gtid(domain, 0, 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Gtid gtid : gtids) {
            text.append(text.isEmpty() ? "" : ",").append(gtid);
        }
        return text.toString();
    }
}
