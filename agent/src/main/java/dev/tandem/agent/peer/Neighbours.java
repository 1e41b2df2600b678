package dev.tandem.agent.peer;

import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import java.io.IOException;

/** The other database machines, as this one's agent hears of them. Each call has a deadline; safe for many threads. */
public interface Neighbours {
    /** Says how this machine is and asks how the other one is. Throws IOException when no answer came that is understood. */
    Peers.Answer ask(MachineName machine, MemberStatus status, long sent) throws IOException;

    /** Whether the machine's mysqld greets who connects. */
    boolean greets(MachineName machine, int databasePort);
}
