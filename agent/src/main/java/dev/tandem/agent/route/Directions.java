package dev.tandem.agent.route;

import dev.tandem.protocol.MachineName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a router should do with each server, from what the agents say. Pure.
 *
 * @param primary what HAProxy calls the health of each server of the write port
 * @param replica the same of the read port
 * @param paused new connections to the primary wait
 */
record Directions(Map<MachineName, Health> primary, Map<MachineName, Health> replica, boolean paused) {
    /** What a router was told that was told nothing. */
    static final Directions NONE = new Directions(Map.of(), Map.of(), false);

    /** HAProxy 3.0 management guide, {@code set server ... health}. */
    enum Health {
        UP,
        /** No new connections; the open ones go on. */
        STOPPING,
        /** The open ones are cut. */
        DOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The primary of the newest term is the one; when nobody says that it is, the servers stay as HAProxy's own checks have them.
     */
    static Directions of(Map<MachineName, Route> routes) {
        Map<MachineName, Health> primaries = new LinkedHashMap<>();
        Map<MachineName, Health> replicas = new LinkedHashMap<>();
        long newest = routes.values().stream()
                .filter(route -> route.primary() == Availability.YES)
                .mapToLong(Route::term)
                .max()
                .orElse(-1);
        routes.forEach((machine, route) -> {
            if (newest >= 0) {
                boolean is = route.primary() == Availability.YES && route.term() == newest;
                primaries.put(machine, is ? Health.UP : health(route.primary(), Health.STOPPING));
            }
            if (route.version() != 0) {
                replicas.put(machine, health(route.replica(), Health.UP));
            }
        });
        boolean paused = routes.keySet().stream().anyMatch(machine -> holdsBack(machine, routes));
        return new Directions(primaries, replicas, paused);
    }

    /** What a primary held back goes on when its successor serves, and not before. */
    private static boolean holdsBack(MachineName machine, Map<MachineName, Route> routes) {
        Route route = Objects.requireNonNull(routes.get(machine));
        return route.paused()
                && routes.entrySet().stream()
                        .noneMatch(other -> !other.getKey().equals(machine)
                                && other.getValue().primary() == Availability.YES
                                && other.getValue().term() >= route.term());
    }

    /**
     * Whether a machine was read from that should not be any more, but goes on with what it does. A primary that hands over is for a
     * moment only: it will be a replica.
     */
    boolean readsMoved(Directions before) {
        return !before.paused
                && replica.entrySet().stream()
                        .anyMatch(now ->
                                now.getValue() == Health.STOPPING && before.replica.get(now.getKey()) == Health.UP);
    }

    private static Health health(Availability availability, Health best) {
        return switch (availability) {
            case YES -> best;
            case OTHER -> Health.STOPPING;
            case NO -> Health.DOWN;
        };
    }
}
