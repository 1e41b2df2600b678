package dev.tandem.agent.route;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** This machine's application server, which can hold back work for the primary without failing any. Its socket speaks HTTP. */
final class RunnerDoor {
    private static final System.Logger LOG = System.getLogger("agent.route");
    private static final Duration MARGIN = Duration.ofMillis(500);
    private static final Pattern DONE = Pattern.compile("(?s)HTTP/1\\.[01] 200 .*");

    private final Path socket;

    /** @param socket where it takes orders */
    RunnerDoor(Path socket) {
        this.socket = socket;
    }

    /**
     * Returns when nothing of the application is under way on the primary any more, also because no application server runs. False when
     * that did not come about, or is not known.
     */
    boolean pause(Duration limit) {
        return post("/database/pause?millis=" + limit.toMillis(), limit.plus(MARGIN));
    }

    void resume() {
        post("/database/resume", MARGIN);
    }

    /** Reads go on over new connections, which the router directs anew. */
    void readElsewhere() {
        post("/database/read-elsewhere", MARGIN);
    }

    /** Its unit makes the socket's directory, and takes it away when the last process has ended. */
    private boolean post(String path, Duration limit) {
        if (Files.notExists(socket)) {
            return true;
        }
        try (LocalSocket conversation = LocalSocket.open(socket, limit)) {
            conversation.say("POST " + path + " HTTP/1.0\r\nHost: runner\r\nContent-Length: 0\r\n\r\n");
            return DONE.matcher(conversation.hear()).matches();
        } catch (ConnectException nobodyListens) {
            // No application server runs here now, so it does nothing on the primary.
            return true;
        } catch (IOException unknown) {
            // It took the question, or may have: what it does now is not known.
            LOG.log(System.Logger.Level.DEBUG, "the application server does not answer", unknown);
            return false;
        }
    }
}
