package dev.tandem.control.model;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the balancers treat users and servers.
 *
 * @param maximumConnections how many users' connections one balancer takes at a time
 */
public record Balancer(Mode mode, Health health, Timeouts timeouts, Limits limits, int maximumConnections) {
    /** Who gets requests when all servers are healthy. */
    public enum Mode {
        /** Every server, in turn. */
        ACTIVE_ACTIVE,
        /** The first server; the others wait until it is down. */
        ACTIVE_PASSIVE
    }

    public Balancer {
        if (maximumConnections < 1) {
            throw new IllegalArgumentException("at least one connection, not " + maximumConnections);
        }
    }

    /**
     * How a server is judged, through nginx and the application server to the application.
     *
     * @param path what is asked for; begins with a slash
     * @param interval between two checks
     * @param fall failed checks in a row until a server gets no requests
     * @param rise good checks in a row until it gets them again
     */
    public record Health(String path, Duration interval, int fall, int rise) {
        /** What a path may be: no blanks and no characters with a meaning in HAProxy's file. */
        public static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/._~!$&()*+,;=:@%?-]{0,500}");

        /** Throws IllegalArgumentException, with a sentence for the user. */
        public Health {
            checkPath(path);
            if (fall < 1 || rise < 1) {
                throw new IllegalArgumentException("fall and rise are at least 1");
            }
        }

        /** Throws IllegalArgumentException, with a sentence for the user, when that cannot be asked for. */
        public static void checkPath(String path) {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException(
                        "'" + path
                                + "' is not a health path: it starts with '/' and has no blanks or quotes, such as /api/health");
            }
        }
    }

    /**
     * How much one address of the internet may ask of one balancer.
     *
     * @param requestsPerSecond on average over ten seconds; what is beyond is answered with 429
     * @param requestsAtOnce under way at a time, however many connections they came by; what is beyond is answered with 429
     * @param connections at a time; what is beyond is closed
     * @param login what one address may ask of those paths
     * @param exempt networks that may ask without limit, besides the admins'
     */
    public record Limits(
            int requestsPerSecond, int requestsAtOnce, int connections, Login login, List<Ipv4Network> exempt) {
        /** Throws IllegalArgumentException when nobody could use the site. */
        public Limits {
            if (requestsPerSecond < 1 || requestsAtOnce < 1 || connections < 1) {
                throw new IllegalArgumentException("the limits are at least 1");
            }
            exempt = List.copyOf(exempt);
        }
    }

    /**
     * How often one address may log in. There is no limit where there is no path.
     *
     * @param paths where passwords are checked or set; decoded, without a slash at the end
     * @param perMinute what is beyond is answered with 429
     */
    public record Login(List<String> paths, int perMinute) {
        /** What a path may be: as the application sees it, so without what is encoded or left out on the way to it. */
        public static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,100}){1,20}");

        /** Throws IllegalArgumentException, with a sentence for the user. */
        public Login {
            paths = List.copyOf(paths);
            paths.forEach(Login::checkPath);
            if (perMinute < 1) {
                throw new IllegalArgumentException("at least one log-in a minute, not " + perMinute);
            }
        }

        /** Throws IllegalArgumentException, with a sentence for the user, when no request has that path. */
        public static void checkPath(String path) {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("'" + path
                        + "' is not the path of a log-in: it starts with a slash, ends without one, and has only letters,"
                        + " digits and -._~ between them, such as /api/users/login");
            }
        }
    }

    /**
     * How long a balancer waits before it gives up.
     *
     * @param connect for a server to take the connection
     * @param client for a user to send or take the next bytes
     * @param server for a server to answer
     */
    public record Timeouts(Duration connect, Duration client, Duration server) {}
}
