package dev.tandem.control.credentials;

import java.util.Locale;

/** What a certificate of the site's own authority speaks for; each use on each machine has a key of its own. */
public enum CertificateUse {
    /** HAProxy, which asks web servers. */
    BALANCER,
    /** The site itself, which users' browsers see. */
    PUBLIC,
    /** nginx, which balancers ask and which asks application servers. */
    WEB,
    /** The application server, which nginx asks and which asks databases. */
    RUNNER,
    /** Whatever changes the schema before a release goes live. */
    MIGRATION,
    /** MariaDB, which application servers and replicas ask; the same for its own replication threads. */
    DATABASE,
    /** The database agent, which agents ask and which asks other agents. */
    AGENT,
    /** An application machine's way to the databases, which asks agents who is the primary and may ask nothing else. */
    ROUTER,
    /** Knot, which copies the zone from another Knot. */
    DNS,
    /** etcd, which its other members and database machines ask. */
    CONSENSUS,
    /** The database agent once more, which asks etcd. */
    CONSENSUS_CLIENT;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Who signs for it. */
    public Authority authority() {
        return switch (this) {
            case BALANCER, PUBLIC, WEB, RUNNER, MIGRATION, DATABASE, AGENT, ROUTER, DNS -> Authority.SITE;
            case CONSENSUS, CONSENSUS_CLIENT -> Authority.CONSENSUS;
        };
    }
}
