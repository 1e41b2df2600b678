package dev.tandem.protocol;

import java.util.Locale;

/** What a machine does for the site. A machine may have several roles. */
public enum Role {
    /** Answers for the site's zone, authoritatively (Knot). */
    DNS,
    /** Takes the users' connections (HAProxy) and may own the virtual address (keepalived). */
    BALANCER,
    /** Serves the release's static files and forwards the rest to the application server (nginx). */
    WEB,
    /** Runs the release (runner) and reaches the databases by its own router (HAProxy in TCP mode). */
    APP,
    /** Holds the data (MariaDB). The first machine with this role is the primary when the site is made. */
    DATABASE,
    /** Votes on what must be decided once, such as who is the primary, and holds no data (etcd). */
    WITNESS;

    /** The word for this role in site.yaml, in output and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
