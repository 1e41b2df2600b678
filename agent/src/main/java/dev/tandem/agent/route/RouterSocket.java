package dev.tandem.agent.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The router's socket for commands (HAProxy 3.0 management guide, 9.3). */
final class RouterSocket {
    private static final String FRONTEND = "primary";
    private static final int NAME = 1;
    private static final int LIMIT = 6;

    private static final Duration ANSWERS = Duration.ofSeconds(1);

    private final Path socket;

    RouterSocket(Path socket) {
        this.socket = socket;
    }

    /** One life of the router. A file system may give the number of a file that is gone to the next one. */
    private record Life(@Nullable Object file, FileTime made) {}

    /** What tells one life of the router from another; null while there is none. */
    @Nullable
    Object life() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(socket, BasicFileAttributes.class);
            return new Life(attributes.fileKey(), attributes.lastModifiedTime());
        } catch (IOException none) {
            return null;
        }
    }

    /**
     * Sends commands together; the answer is empty when all of them were understood. Throws IOException when it does not come soon.
     */
    String tell(String commands) throws IOException {
        try (LocalSocket conversation = LocalSocket.open(socket, ANSWERS)) {
            conversation.say(commands + "\n");
            conversation.fallSilent();
            return conversation.hear().strip();
        }
    }

    /** How many connections the write port takes at a time; 0 while it is paused. */
    int writeLimit() throws IOException {
        for (String line : tell("show stat").split("\n", -1)) {
            String[] fields = line.split(",", -1);
            if (fields.length > LIMIT && fields[0].equals(FRONTEND) && fields[NAME].equals("FRONTEND")) {
                return limit(fields[LIMIT]);
            }
        }
        throw new IOException("the router has no frontend " + FRONTEND);
    }

    private static int limit(String field) throws IOException {
        try {
            return field.isEmpty() ? 0 : Integer.parseInt(field);
        } catch (NumberFormatException garbled) {
            throw new IOException("the router's limit is not understood: " + garbled.getMessage(), garbled);
        }
    }

    static String limit(int connections) {
        return "set maxconn frontend " + FRONTEND + " " + connections;
    }

    static String health(String proxy, String server, Directions.Health health) {
        return "set server " + proxy + "/" + server + " health " + health.word();
    }
}
