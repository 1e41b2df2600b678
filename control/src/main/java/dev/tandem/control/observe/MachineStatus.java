package dev.tandem.control.observe;

import dev.tandem.protocol.MachineName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What counts of one machine at one moment.
 *
 * @param unreachable why it could not be asked, if it could not; everything else is empty then
 * @param units the units it should run, with systemd's word for what each is doing
 * @param ownsVirtualAddress whether it carries the address that users are sent to
 * @param release the release that is live on it
 * @param servers as a balancer: every server, with HAProxy's word for its health
 * @param maintenanceSeconds as a balancer that sends users away: when it tells them to come back
 * @param database as a database machine: what its server says; none when that does not answer
 */
public record MachineStatus(
        MachineName machine,
        Optional<String> unreachable,
        Map<String, String> units,
        boolean ownsVirtualAddress,
        Optional<String> release,
        Map<String, String> servers,
        OptionalLong maintenanceSeconds,
        Optional<Database> database) {
    public MachineStatus {
        units = Collections.unmodifiableMap(new TreeMap<>(units));
        servers = Collections.unmodifiableMap(new TreeMap<>(servers));
    }

    static MachineStatus unreachable(MachineName machine, String why) {
        return new MachineStatus(
                machine,
                Optional.of(why),
                Map.of(),
                false,
                Optional.empty(),
                Map.of(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /**
     * A database's own words.
     *
     * @param following whether both replication threads run; false on a primary
     * @param source the address it replicates from, if it does
     * @param lagSeconds behind its source, where that is known
     */
    public record Database(
            boolean readOnly, Optional<String> source, boolean following, OptionalLong lagSeconds, String error) {}
}
