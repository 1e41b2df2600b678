package dev.tandem.protocol.notify;

import java.lang.System.Logger.Level;
import java.util.Map;

/** Whoever started this process and wants to know how it is doing. Safe for many threads. */
@FunctionalInterface
public interface ServiceManager {
    /**
     * Sends assignments as in sd_notify(3), for instance {@code READY=1}, one a line. Does not throw: a service does not
     * stop working because nobody listens; a failure is logged.
     */
    void tell(String assignments);

    /** Tells that the service is ready, with a sentence for {@code systemctl status}. */
    default void ready(String status) {
        tell("READY=1\nSTATUS=" + oneLine(status));
    }

    /** Tells that the service has begun to stop. */
    default void stopping(String status) {
        tell("STOPPING=1\nSTATUS=" + oneLine(status));
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    /** The one that {@code NOTIFY_SOCKET} names, or nobody when it is not set. */
    static ServiceManager from(Map<String, String> environment) {
        String socket = environment.get("NOTIFY_SOCKET");
        if (socket == null || socket.isEmpty()) {
            return assignments -> {};
        }
        try {
            return new NotifySocket(socket);
        } catch (IllegalArgumentException unusable) {
            System.getLogger("notify").log(Level.WARNING, unusable.getMessage());
            return assignments -> {};
        }
    }
}
