package dev.tandem.protocol.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts a small document and waits for a {@linkplain SmallDocument small} answer, over a connection that is kept. For questions that are asked ten times a
 * second: the JDK's newer client takes several times the processor time for one. Nothing is ever sent twice, which the whole process
 * has to be told with {@code -Dsun.net.http.retryPost=false}. Safe for many threads.
 */
public final class SmallQuestion {
    /** One for all: the JDK keeps connections by the factory that made them, and a context gives out another one each time. */
    private final SSLSocketFactory sockets;

    /** It becomes a part of sentences. */
    private static final int LONGEST_REASON = 2000;

    private final Duration answer;

    /** @param answer how long the other side has to take the connection, and then to answer */
    public SmallQuestion(SSLContext identity, Duration answer) {
        sockets = identity.getSocketFactory();
        this.answer = answer;
    }

    /** The body of the answer, within the usual time. */
    public String post(URI uri, String body) throws IOException {
        return post(uri, body, answer);
    }

    /**
     * The body of the answer.
     *
     * @param limit how long the other side has to take the connection, and then to answer
     * @throws java.net.ConnectException when nothing was sent
     * @throws java.net.SocketTimeoutException when nothing came in time
     * @throws IOException when the answer broke off, is no small one, or had another status than 200
     */
    public String post(URI uri, String body, Duration limit) throws IOException {
        try (InputStream from = answer(uri, body, limit)) {
            return SmallDocument.of(from);
        }
    }

    /**
     * The body of an answer that may be of any length, as it comes. It ends early only with an exception.
     *
     * @param limit how long the other side has to take the connection, then to begin to answer, and between any two parts of its answer.
     *     Nothing else ends a read: another thread that closes the stream waits for it
     * @throws IOException as {@link #post(URI, String, Duration)} says
     */
    public InputStream answer(URI uri, String body, Duration limit) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(bytes.length);
        try (OutputStream to = connection.getOutputStream()) {
            to.write(bytes);
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException("status " + connection.getResponseCode() + ": " + error(connection));
        }
        return connection.getInputStream();
    }

    /** Read to its end, so that the connection is kept, if that comes soon. */
    private static String error(HttpsURLConnection connection) throws IOException {
        try (InputStream from = connection.getErrorStream()) {
            return from == null ? "" : new String(from.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8);
        }
    }
}
