package dev.tandem.control.layout;

import dev.tandem.protocol.MachineName;

/** Who begins a connection. */
public sealed interface Peer {
    /** Anybody on the internet. */
    record Users() implements Peer {}

    /** Somebody who works from one of the admin networks. */
    record Admins() implements Peer {}

    /** A machine of the site. */
    record OnMachine(MachineName machine) implements Peer {}
}
