package dev.tandem.control.rules;

import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every needed role has a machine, and had better have two. */
final class RolesAreFilled implements Rule {
    @Override
    public List<Breach> check(Site site) {
        return Arrays.stream(Role.values())
                .filter(Site.neededRoles()::contains)
                .flatMap(role -> check(site, role).stream())
                .map(breach -> breach.restingOn("machines.*.roles"))
                .toList();
    }

    private static Optional<Breach> check(Site site, Role role) {
        List<Machine> machines = site.machinesWith(role);
        if (machines.isEmpty()) {
            String message = "no machine has the role " + role.word() + "; give it to two, so that one may die";
            return Optional.of(Breach.error("machines", message));
        }
        if (machines.size() > 1) {
            return Optional.empty();
        }
        String name = machines.getFirst().name().value();
        String message = "only " + name + " has the role " + role.word() + ": its death " + consequence(role);
        return Optional.of(Breach.warning("machines." + name + ".roles", message));
    }

    private static String consequence(Role role) {
        return switch (role) {
            case DNS -> "makes the site's name unknown";
            case BALANCER, WEB, APP -> "takes the site down";
            case DATABASE -> "takes the site down, and its disk's death the data with it";
            case WITNESS -> throw new IllegalArgumentException("no site needs a witness of its own");
        };
    }
}
