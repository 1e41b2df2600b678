package dev.tandem.control.layout;

import dev.tandem.control.model.Port;
import java.util.Locale;

/** What a machine offers to users, admins or other machines, each at one port that is the same on every machine. */
public enum Service {
    /** The admins' way in; site.yaml may say another port, so ask {@link Layout#port(Service)}. */
    SSH(22, Transport.TCP),
    /** Authoritative answers for the site's zone. */
    DNS(53, Transport.TCP_AND_UDP),
    /** Copies of the zone, and word that there is a newer one, between DNS machines (RFC 9103). */
    DNS_TRANSFER(853, Transport.TCP),

    /** Sends users who came without TLS to {@link #HTTPS}. */
    HTTP(80, Transport.TCP),
    /** The site itself, on the virtual address. */
    HTTPS(443, Transport.TCP),
    /** Who owns the virtual address: keepalived to keepalived. */
    VRRP(0, Transport.VRRP),
    /** HAProxy's figures for Prometheus, for its own machine alone. */
    BALANCER_METRICS(8404, Transport.TCP),
    /** nginx: static files, and the way to the application server. */
    WEB(8000, Transport.TCP),
    /** nginx's own way to other machines' application servers, for itself alone. */
    WEB_DETOUR(8082, Transport.TCP),
    /** The application server, for other machines; its own machine's nginx asks it on {@link Layout#ownEndpoint}. */
    RUNNER(8080, Transport.TCP),
    /** The way to the primary for the applications of its own machine alone; at the port where a database would be. */
    ROUTER(3306, Transport.TCP),
    /** The same to a replica, or to the primary where there is none. */
    ROUTER_READS(3307, Transport.TCP),
    /** MariaDB, for applications. */
    DATABASE(3306, Transport.TCP),
    /** MariaDB again, for its replicas and its agent: clients that have taken every place of the other port cannot keep these out. */
    REPLICATION(3316, Transport.TCP),
    /** The database agent: it says who is the primary, and agents ask each other. */
    AGENT(8010, Transport.TCP),
    /** etcd, for whoever asks or changes what was decided. */
    CONSENSUS(2379, Transport.TCP),
    /** etcd among its members. */
    CONSENSUS_MEMBERS(2380, Transport.TCP);

    /** What carries a service. */
    public enum Transport {
        TCP,
        TCP_AND_UDP,
        /** IP protocol 112 (RFC 9568), which has no ports. */
        VRRP
    }

    private final int port;
    private final Transport transport;

    Service(int port, Transport transport) {
        this.port = port;
        this.transport = transport;
    }

    /** Throws IllegalArgumentException for what has no ports. */
    public Port port() {
        return new Port(port);
    }

    public Transport transport() {
        return transport;
    }

    /** Whether the database agent lets in some of those who may come and refuses others, depending on who is the primary. */
    public boolean isGated() {
        return this == DATABASE || this == REPLICATION;
    }

    /** Whether it is there for the site's own programs, and for nobody who works on a machine or from outside. */
    public boolean isInternal() {
        return switch (this) {
            case SSH, DNS, HTTP, HTTPS, VRRP -> false;
            case DNS_TRANSFER,
                    BALANCER_METRICS,
                    WEB,
                    WEB_DETOUR,
                    RUNNER,
                    ROUTER,
                    ROUTER_READS,
                    DATABASE,
                    REPLICATION,
                    AGENT,
                    CONSENSUS,
                    CONSENSUS_MEMBERS -> true;
        };
    }

    /** As people read it: {@code balancer metrics}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
