package dev.tandem.control.model;

import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** One Debian machine of the site: its name, its address in the site's network, and what it does. */
public record Machine(MachineName name, Ipv4Address address, Set<Role> roles) {
    /** Throws IllegalArgumentException when there is no role: a machine that does nothing is a mistake in the file. */
    public Machine {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a machine needs at least one role");
        }
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
