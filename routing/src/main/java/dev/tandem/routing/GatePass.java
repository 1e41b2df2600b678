package dev.tandem.routing;

import java.sql.SQLException;

/** Whether one connection's work is counted by the {@link PrimaryGate} now; asked twice it is counted once. For one thread at a time. */
final class GatePass {
    private final PrimaryGate gate;
    private boolean inside;

    GatePass(PrimaryGate gate) {
        this.gate = gate;
    }

    void enter() throws SQLException {
        if (!inside) {
            gate.enter();
            inside = true;
        }
    }

    void leave() {
        if (inside) {
            inside = false;
            gate.leave();
        }
    }
}
