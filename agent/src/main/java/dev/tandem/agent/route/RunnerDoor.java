package dev.tandem.agent.route;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** This machine's application server, which can hold back work for the primary without failing any. */
final class RunnerDoor {
    private static final System.Logger LOG = System.getLogger("agent.route");
    private static final Duration CONNECTS = Duration.ofMillis(300);
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECTS).build();

    /** @param address host and port of its management */
    RunnerDoor(String address) {
        this.address = address;
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

    private boolean post(String path, Duration limit) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(limit)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException notReached) {
            // No application server runs here now, so it does nothing on the primary.
            return nobodyListens();
        } catch (IOException unknown) {
            // It took the question, or may have: what it does now is not known.
            LOG.log(System.Logger.Level.DEBUG, "the application server does not answer", unknown);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Only a refusal says that. (HttpClient's ConnectException is also what becomes of a network that is down, or of a wrong name.) */
    private boolean nobodyListens() {
        int colon = address.lastIndexOf(':');
        InetSocketAddress port =
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        try (Socket socket = new Socket()) {
            socket.connect(port, (int) CONNECTS.toMillis());
            return false;
        } catch (ConnectException failure) {
            return String.valueOf(failure.getMessage()).startsWith("Connection refused");
        } catch (IOException unknown) {
            return false;
        }
    }
}
