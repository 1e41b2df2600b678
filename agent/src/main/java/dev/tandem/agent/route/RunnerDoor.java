package dev.tandem.agent.route;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** This machine's application server, which can hold back work for the primary without failing any. */
final class RunnerDoor {
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofMillis(300)).build();

    /** @param address host and port of its management */
    RunnerDoor(String address) {
        this.address = address;
    }

    /** Returns when nothing of the application is under way on the primary any more; false when that did not come about. */
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

    private boolean post(String path, Duration limit) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(limit)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (HttpTimeoutException busy) {
            return false;
        } catch (IOException notThere) {
            // No application server runs here now, so it does nothing on the primary.
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
