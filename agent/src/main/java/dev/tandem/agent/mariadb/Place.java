package dev.tandem.agent.mariadb;

import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where this machine's MariaDB and its neighbours are.
 *
 * @param addresses of all database machines, this one too
 * @param identity MariaDB's certificate and key, in one PEM file
 * @param passwordFile with the replication account's password
 */
public record Place(
        String site,
        MachineName self,
        Map<MachineName, String> addresses,
        Path authority,
        Path identity,
        String replicationUser,
        Path passwordFile) {
    public Place {
        addresses = Map.copyOf(addresses);
    }

    /** This machine's address. */
    public String address() {
        return address(self);
    }

    /** Throws IllegalArgumentException for a machine that is no database machine of the site. */
    public String address(MachineName machine) {
        String address = addresses.get(machine);
        if (address == null) {
            throw new IllegalArgumentException(machine + " is no database machine of " + site);
        }
        return address;
    }

    /** The database machine with that address. */
    public Optional<MachineName> machineAt(String address) {
        return addresses.entrySet().stream()
                .filter(entry -> entry.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
