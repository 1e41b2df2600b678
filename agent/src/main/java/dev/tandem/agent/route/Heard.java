package dev.tandem.agent.route;

/**
 * What a router knows of one database machine.
 *
 * @param route what its agent said last
 * @param silent nothing has come back from that machine for a moment. An agent that was ended, as for a new version, is not silent: its
 *     machine refuses the connection, and its database serves on
 */
record Heard(Route route, boolean silent) {
    /** The agent is not there, or was never heard. */
    static final Heard NOTHING = new Heard(Route.UNKNOWN, false);

    static Heard of(Route route) {
        return new Heard(route, false);
    }

    Heard fallenSilent() {
        return new Heard(route, true);
    }

    boolean saysTheSameAs(Heard other) {
        return silent == other.silent && route.saysTheSameAs(other.route);
    }
}
