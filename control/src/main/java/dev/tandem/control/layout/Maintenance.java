package dev.tandem.control.layout;

/**
 * Where a balancer keeps that the site is in maintenance. It is the machine's own state and no part of what site.yaml says:
 * neither a plan nor an apply touches it, and a reload or a reboot does not end it.
 */
public final class Maintenance {
    /** A map of HAProxy's with one entry, {@code retry-after SECONDS}; none, or no such file, outside of maintenance. */
    public static final String FILE = "/var/lib/tandem/maintenance.map";

    private Maintenance() {}
}
