package dev.tandem.control.state.actual;

import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.Optional;

/**
 * What a machine's database agent said of itself a moment ago.
 *
 * @param sentence what it does and why, in its own words
 * @param state what it knows to be decided; none when nothing is, or when it does not know
 * @param asksEtcd whether etcd answers it: only then does a missing state mean that nothing is decided
 * @param role primary, replica, stopped, busy or none
 * @param open whether its database takes writes
 * @param follows whether its database gets and applies what the primary writes
 */
public record ActualAgent(
        String sentence, Optional<ClusterState> state, boolean asksEtcd, String role, boolean open, boolean follows) {
    /** Whether the machine is what the state has it for, and at work. */
    public boolean isWell(MachineName machine) {
        return state.filter(decided -> decided.isPrimary(machine) ? open : follows && decided.partner() != null)
                .isPresent();
    }
}
