package dev.tandem.agent.route;

import dev.tandem.protocol.MachineName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a router should do with each server, from what the agents say. Pure.
 *
 * @param primary what HAProxy calls the health of each server of the write port
 * @param replica the same of the read port
 * @param paused the primary asks that new work for it waits
 * @param suspects the primary is silent: new work for it waits until it is heard again, or another one serves
 * @param outOfReach the primary that is silent here and serves others, as etcd says
 */
record Directions(
        Map<MachineName, Health> primary,
        Map<MachineName, Health> replica,
        boolean paused,
        boolean suspects,
        Optional<MachineName> outOfReach) {
    /** What a router was told that was told nothing. */
    static final Directions NONE = new Directions(Map.of(), Map.of(), false, false, Optional.empty());

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
     * The primary of the newest term is the one; when nobody says that it is, or it is silent, the servers stay as HAProxy's own checks
     * have them.
     */
    static Directions of(Map<MachineName, Heard> machines) {
        Map<MachineName, Health> primaries = new LinkedHashMap<>();
        Map<MachineName, Health> replicas = new LinkedHashMap<>();
        long newest = machines.values().stream()
                .map(Heard::route)
                .filter(route -> route.primary() == Availability.YES)
                .mapToLong(Route::term)
                .max()
                .orElse(-1);
        Optional<MachineName> silent = Optional.empty();
        for (Map.Entry<MachineName, Heard> entry : machines.entrySet()) {
            MachineName machine = entry.getKey();
            Heard heard = entry.getValue();
            Route route = heard.route();
            boolean is = route.primary() == Availability.YES && route.term() == newest;
            if (is && heard.silent()) {
                silent = Optional.of(machine);
            } else if (newest >= 0) {
                primaries.put(machine, is ? Health.UP : old(heard));
            }
            if (route.version() != 0) {
                replicas.put(machine, heard.silent() ? Health.STOPPING : health(route.replica(), Health.UP));
            }
        }
        if (replicas.keySet().equals(machines.keySet()) && !replicas.containsValue(Health.UP)) {
            // Roles change on one machine after the other, and a replica may fall silent: then the primary is read
            // from.
            primaries.forEach((machine, health) -> {
                if (health == Health.UP) {
                    replicas.replace(machine, Health.STOPPING, Health.UP);
                }
            });
        }
        boolean paused = machines.keySet().stream().anyMatch(machine -> holdsBack(machine, machines));
        boolean beats = machines.values().stream()
                .anyMatch(heard -> !heard.silent()
                        && heard.route().term() == newest
                        && heard.route().primaryBeats());
        return new Directions(primaries, replicas, paused, silent.isPresent(), silent.filter(_ -> beats));
    }

    /** Who waits for an answer of an old primary that is silent waits in vain. */
    private static Health old(Heard heard) {
        return heard.silent() ? Health.DOWN : health(heard.route().primary(), Health.STOPPING);
    }

    /** What a primary held back goes on when its successor serves, and not before. */
    private static boolean holdsBack(MachineName machine, Map<MachineName, Heard> machines) {
        Route route = Objects.requireNonNull(machines.get(machine)).route();
        return route.paused()
                && machines.entrySet().stream()
                        .filter(other -> !other.getKey().equals(machine))
                        .map(other -> other.getValue().route())
                        .noneMatch(other -> other.primary() == Availability.YES && other.term() >= route.term());
    }

    /** Whether new work for the primary waits. */
    boolean holdsBack() {
        return paused || suspects;
    }

    /**
     * The machines that were read from and should not be any more, while they go on with what they do. A primary that hands over is none
     * of them: it will be a replica in a moment.
     */
    Set<MachineName> noLongerReadFrom(Directions before) {
        return before.paused
                ? Set.of()
                : replica.entrySet().stream()
                        .filter(now -> now.getValue() == Health.STOPPING)
                        .map(Map.Entry::getKey)
                        .filter(machine -> before.replica.get(machine) == Health.UP)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** What is not known yet to whoever was told the one before, and everything of the machines that there is news of. */
    static Map<MachineName, Health> toTell(
            Map<MachineName, Health> before, Map<MachineName, Health> now, Set<MachineName> news) {
        Map<MachineName, Health> told = new LinkedHashMap<>(now);
        told.entrySet()
                .removeIf(entry -> before.get(entry.getKey()) == entry.getValue() && !news.contains(entry.getKey()));
        return told;
    }

    private static Health health(Availability availability, Health best) {
        return switch (availability) {
            case YES -> best;
            case OTHER -> Health.STOPPING;
            case NO -> Health.DOWN;
        };
    }
}
