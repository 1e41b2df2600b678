package dev.tandem.agent.simulation;

import java.util.Arrays;

/**
 * What must be kept: every write that was acknowledged to a client, and every row that a client has read from a primary.
 * Sequences rise by one within a history, so a write that is kept has one place for ever.
 */
final class Ledger {
    private final World world;
    private int[] kept = new int[64];
    private int end;
    long acknowledged;

    /** The longest time without an acknowledgement since {@link #watch}, and when the last one was. */
    long longestGap;

    private long lastAt;

    /** The place after the last acknowledged write: a read from a primary that sees less is stale. */
    int acknowledgedEnd;

    /** When each write was acknowledged, and the place after it or any before it. */
    private long[] times = new long[64];

    private int[] ends = new int[64];
    private int count;

    Ledger(World world) {
        this.world = world;
    }

    /** Measures the longest gap from now on. */
    void watch() {
        longestGap = 0;
        lastAt = world.now;
    }

    /** How long the last acknowledgement was ago. */
    long sinceLast() {
        return world.now - lastAt;
    }

    /** A client was told that its write is done. */
    void acknowledge(int place, int write, Machine by) {
        keep(place, write, by, "acknowledged");
        acknowledged++;
        longestGap = Math.max(longestGap, world.now - lastAt);
        lastAt = world.now;
        acknowledgedEnd = Math.max(acknowledgedEnd, place + 1);
        note();
        Etcd etcd = world.etcd;
        if (etcd.state == null) {
            return;
        }
        Machine primary = etcd.primary();
        if (primary != by) {
            world.require(
                    primary.mysqld.holds(place, write),
                    () -> by + " acknowledged write " + write + " although " + etcd.state + " and " + primary
                            + " does not have it");
        }
        Machine partner = etcd.partner();
        if (primary == by && partner != null) {
            world.require(
                    partner.mysqld.holds(place, write),
                    () -> by + " acknowledged write " + write + " although " + etcd.state
                            + " and the partner does not have it");
        }
    }

    private void note() {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        times[count] = world.now;
        ends[count++] = acknowledgedEnd;
    }

    /** A client has read everything up to that place from a replica: what was acknowledged so long ago must be there. */
    void readOld(int visible, long age, Machine by) {
        int at = Arrays.binarySearch(times, 0, count, world.now - age);
        int before = at >= 0 ? at : -at - 2;
        world.require(
                before < 0 || visible >= ends[before],
                () -> "a client read from " + by + ", a replica, and saw " + visible + " writes: more than "
                        + age / World.MILLI + " ms old, when " + ends[before] + " were acknowledged");
    }

    /** A client has read everything up to that place from a primary. */
    void read(Mysqld from, int visible, Machine by) {
        world.require(
                visible >= acknowledgedEnd,
                () -> "a client read from " + by + ", which lets it in, and saw " + visible + " writes of "
                        + acknowledgedEnd + " acknowledged ones");
        for (int place = Math.max(0, end - 8); place < visible; place++) {
            keep(place, from.binlog[place], by, "read");
        }
    }

    private void keep(int place, int write, Machine by, String how) {
        if (place >= kept.length) {
            kept = Arrays.copyOf(kept, Math.max(place + 1, kept.length * 2));
        }
        int before = kept[place];
        world.require(
                before == 0 || before == write,
                () -> "write " + before + " was acknowledged or read and is lost: " + write + " was " + how
                        + " in its place at " + by);
        kept[place] = write;
        end = Math.max(end, place + 1);
    }

    /** Everything that must be kept is there. */
    void mustBeIn(Mysqld mysqld, String when) {
        for (int place = 0; place < end; place++) {
            int write = kept[place];
            int where = place;
            world.require(
                    write == 0 || mysqld.holds(where, write),
                    () -> when + ": write " + write + " at place " + where + " was acknowledged or read, and "
                            + mysqld.machine + " does not have it");
        }
    }

    /** The binlog alone, without the relay log. */
    void mustBeApplied(Mysqld mysqld, String when) {
        for (int place = 0; place < end; place++) {
            int write = kept[place];
            int where = place;
            world.require(
                    write == 0 || (where < mysqld.length && mysqld.binlog[where] == write),
                    () -> when + ": write " + write + " at place " + where + " was acknowledged or read, and "
                            + mysqld.machine + " has not applied it");
        }
    }
}
