package dev.tandem.control.layout;

import dev.tandem.control.model.Port;

/** What a machine offers to users or to other machines, each at one port that is the same on every machine. */
public enum Service {
    /** Authoritative answers for the site's zone. */
    DNS(53, true),
    /** Sends users who came without TLS to {@link #HTTPS}. */
    HTTP(80, false),
    /** The site itself, on the virtual address. */
    HTTPS(443, false),
    /** HAProxy's figures for Prometheus. */
    BALANCER_METRICS(8404, false),
    /** nginx: static files, and the way to the application server. */
    WEB(8000, false),
    /** The application server. */
    RUNNER(8080, false),
    /** Its readiness and figures. */
    RUNNER_MANAGEMENT(8081, false),
    /** MariaDB. */
    DATABASE(3306, false);

    private final int port;
    private final boolean overUdpToo;

    Service(int port, boolean overUdpToo) {
        this.port = port;
        this.overUdpToo = overUdpToo;
    }

    public Port port() {
        return new Port(port);
    }

    /** Whether it is offered over UDP besides TCP. */
    public boolean overUdpToo() {
        return overUdpToo;
    }
}
