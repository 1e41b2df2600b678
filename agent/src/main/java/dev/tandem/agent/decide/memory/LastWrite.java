package dev.tandem.agent.decide.memory;

import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.protocol.MachineName;

/** What may still happen to the state's key because of what this machine sent to etcd. */
public sealed interface LastWrite {
    /** Nothing: what was sent has happened or never will. */
    record Settled() implements LastWrite {}

    /** A write of unknown outcome, which compares that revision: it is dead when the key has moved on. */
    record Adrift(long revision) implements LastWrite {}

    /** Before the first read: whatever an earlier agent of this machine sent may still arrive. */
    record Unknown() implements LastWrite {}

    /** A state was read: when the key has moved on, nothing that compares an older revision can happen any more. */
    default LastWrite read(Recorded read, MachineName self) {
        return switch (this) {
            case Settled _ -> this;
            case Adrift adrift -> read.revision() > adrift.revision() ? new Settled() : this;
            case Unknown _ -> {
                // A machine that the state does not name sends nothing that would change it.
                boolean named = read.state().isPrimary(self) || read.state().namesPartner(self);
                yield named ? new Adrift(read.revision()) : new Settled();
            }
        };
    }
}
