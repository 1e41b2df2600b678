package dev.tandem.control.layout;

import java.util.List;

/**
 * A program of the site on one machine, known by the user that it runs as, and one service that it asks.
 *
 * @param targets where it finds that service; on its own machine as well
 * @param confined whether this user's programs may ask for nothing but what the list of programs has; else they may also talk to the
 *     world, though not to other services of the site
 */
public record Program(String user, Service asks, List<Endpoint> targets, boolean confined) {
    public Program {
        targets = List.copyOf(targets);
    }
}
