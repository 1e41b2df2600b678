package dev.tandem.runner.logging;

import dev.tandem.protocol.logging.JournalLogger;
import java.util.Map;

/**
 * Gives every {@code System.Logger} of this JVM, the application's too, the journal's format on standard output.
 *
 * <p>Found through {@code META-INF/services}. There is nothing to configure: information and above is written, of the libraries
 * warnings and above.
 */
public final class JournalLoggerFinder extends System.LoggerFinder {
    /**
     * The lowest level of loggers by the start of their name; the longest start counts. What a servlet throws is logged by the
     * request gate with the request's id, so Jetty need not say it a second time;
     * that pooled connections died is told once by the connector, not once a connection, with a stack or advice that does not apply.
     */
    private static final Map<String, System.Logger.Level> LOWEST = Map.of(
            "org.eclipse.jetty.",
            System.Logger.Level.WARNING,
            "org.eclipse.jetty.ee11.servlet.ServletChannel",
            System.Logger.Level.OFF,
            "com.zaxxer.hikari.",
            System.Logger.Level.WARNING,
            "com.zaxxer.hikari.pool.PoolBase",
            System.Logger.Level.ERROR,
            "com.zaxxer.hikari.pool.ProxyConnection",
            System.Logger.Level.ERROR,
            "org.mariadb.",
            System.Logger.Level.ERROR,
            "sun.",
            System.Logger.Level.WARNING,
            "jdk.",
            System.Logger.Level.WARNING,
            "com.sun.",
            System.Logger.Level.WARNING,
            "java.",
            System.Logger.Level.WARNING);

    /** For the service loader. */
    public JournalLoggerFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new JournalLogger(name, lowest(name), System.out);
    }

    static System.Logger.Level lowest(String name) {
        String best = "";
        for (String start : LOWEST.keySet()) {
            if (name.startsWith(start) && start.length() > best.length()) {
                best = start;
            }
        }
        return LOWEST.getOrDefault(best, System.Logger.Level.INFO);
    }
}
