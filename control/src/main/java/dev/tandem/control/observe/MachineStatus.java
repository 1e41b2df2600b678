package dev.tandem.control.observe;

import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.MachineName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What counts of one machine at one moment.
 *
 * @param unreachable why it could not be asked, if it could not; everything else is empty then
 * @param units the units it should run, with systemd's word for what each is doing
 * @param virtualAddresses those that it owns of the addresses that users are sent to
 * @param moves by virtual address, what the hook does that brings it here, as systemd says it; empty where there is no hook
 * @param release the release that is live on it
 * @param servers as a balancer: every server, with HAProxy's word for its health
 * @param maintenanceSeconds as a balancer that sends users away: when it tells them to come back
 * @param certificates the last moment of each certificate that stands on it, by its use
 * @param agent as a database machine: what its database agent says; none when that says nothing
 */
public record MachineStatus(
        MachineName machine,
        Optional<String> unreachable,
        Map<String, String> units,
        List<String> virtualAddresses,
        Map<String, String> moves,
        Optional<String> release,
        Map<String, String> servers,
        OptionalLong maintenanceSeconds,
        Map<String, Instant> certificates,
        Optional<AgentReport> agent) {
    public MachineStatus {
        virtualAddresses = List.copyOf(virtualAddresses);
        moves = Map.copyOf(moves);
        units = Collections.unmodifiableMap(new TreeMap<>(units));
        servers = Collections.unmodifiableMap(new TreeMap<>(servers));
        certificates = Collections.unmodifiableMap(new TreeMap<>(certificates));
    }

    static MachineStatus unreachable(MachineName machine, String why) {
        return new MachineStatus(
                machine,
                Optional.of(why),
                Map.of(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                OptionalLong.empty(),
                Map.of(),
                Optional.empty());
    }

    /** Whether users come to it. */
    public boolean ownsVirtualAddress() {
        return !virtualAddresses.isEmpty();
    }
}
