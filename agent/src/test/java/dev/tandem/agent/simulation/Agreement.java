package dev.tandem.agent.simulation;

/** What holds when a site is well: the primary hides nothing, and every replica has its history, as far as it has come. */
final class Agreement {
    private static final int NOTICED = 500 * World.MILLI;

    private Agreement() {}

    static void mustHold(World world) {
        Machine primary = world.etcd.primary();
        mustBeTainted(world, primary);
        for (Machine machine : world.machines) {
            for (int place = 0; follows(machine, primary) && place < machine.mysqld.length; place++) {
                int where = place;
                world.require(
                        machine.mysqld.binlog[where] == primary.mysqld.binlog[where],
                        () -> machine + " follows and has another history at place " + where);
            }
        }
    }

    private static void mustBeTainted(World world, Machine primary) {
        Mysqld mysqld = primary.mysqld;
        world.require(
                !mysqld.released
                        || !mysqld.semiSync
                        || world.now - mysqld.releasedAt < NOTICED
                        || !primary.knowsThatItHasAPartner()
                        || primary.isTainted(),
                () -> primary + " is not tainted although a commit was released by force");
    }

    /**
     * The primary's mysqld says who follows it. A replica's would not do: one whose storage hangs, also one that was killed and does
     * not end, never learns that its source is gone, and shows a connection to a primary of an older term for ever (seed 223952).
     * It may have what that primary had and nobody acknowledged; it acknowledges nothing, nobody reads from it, and it has come into
     * line when its storage answers: {@link Schedule} looks at that, too.
     */
    private static boolean follows(Machine machine, Machine primary) {
        return primary.mysqld.connections.contains(machine.mysqld.upstream);
    }
}
