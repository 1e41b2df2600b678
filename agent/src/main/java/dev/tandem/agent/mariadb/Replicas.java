package dev.tandem.agent.mariadb;

import dev.tandem.agent.kernel.Gate;
import dev.tandem.protocol.MachineName;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which replicas the kernel lets connect to this machine, and which of them were let in with a voice. */
final class Replicas {
    private final Place place;
    private final Gate gate;

    /** What an earlier agent let in is in no entry, and counts as having a voice. */
    private final Map<MachineName, Boolean> voices = new ConcurrentHashMap<>();

    Replicas(Place place, Gate gate) {
        this.place = place;
        this.gate = gate;
    }

    /** Destroys what the replica had before, which otherwise can block mysqld for minutes, and lets it connect. */
    void admit(MachineName replica, boolean voice) {
        expel(replica);
        voices.put(replica, voice);
        gate.admit(place.address(replica));
    }

    void expel(MachineName replica) {
        String address = place.address(replica);
        gate.expel(address);
        gate.destroyConnections(address);
    }

    Set<MachineName> letIn() {
        return gate.admitted().stream()
                .flatMap(address -> place.machineAt(address).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean mayHaveVoice(MachineName replica) {
        return voices.getOrDefault(replica, true);
    }
}
