package dev.tandem.lab.site;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests at a steady pace, none ever repeated, so that whatever a user would have seen is counted. Each has a connection of
 * its own, or, as the fourth word of its stream says, they come one after the other on one that is kept ({@code kept}), or
 * through Java's client for HTTP/2 ({@code h2}), which asks again where a server says that it did not take the request in.
 * It runs on the lab's client: one class file, nothing but the JDK, and so no other class of ours.
 *
 * <p>Standard input: {@code for MILLISECONDS}, {@code timeout MILLISECONDS}, {@code token TOKEN}, {@code at ADDRESS ADDRESS} to
 * ask two balancers in turn instead of where the name leads, any number of {@code METHOD PER_SECOND PATH [kept|h2]}, then
 * {@code go}; it ends after that time, or with the next line. Standard output: one line a request with its beginning in ms,
 * method, status (0: none), ms it took, the server, and what went wrong.
 */
@SuppressWarnings("NullAway") // It reads its input until it ends, which is what null says here.
final class LoadProgram {
    private static final String HOST = "www.foobar.com";
    private static final int PORT = 443;
    // The client trusts the site's authority and nobody else.
    private static final Path TRUSTED = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private final List<String[]> streams = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final long start = System.nanoTime();
    private final AtomicInteger sent = new AtomicInteger();
    private List<InetAddress> addresses;
    private final SSLContext secure;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();
    private final Map<String, SSLSocket> kept = new ConcurrentHashMap<>();
    private long milliseconds = 1_000;
    private int timeout = 10_000;
    private String token = "";
    private HttpClient client;

    private LoadProgram(List<InetAddress> addresses, SSLContext secure) {
        this.addresses = addresses;
        this.secure = secure;
    }

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        // Looked up once, as browsers do: a name server that dies is another test's business.
        LoadProgram program = new LoadProgram(List.of(InetAddress.getAllByName(HOST)[0]), trusting(TRUSTED));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = input.readLine();
        while (!line.equals("go")) {
            program.take(line.split(" ", 4));
            line = input.readLine();
        }
        Thread main = Thread.currentThread();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                input.readLine();
            } catch (IOException e) {
                // An input that broke off ends the load as well.
            }
            main.interrupt();
        });
        program.run();
    }

    /** Trusts what the authorities in the file have signed, and nobody else. */
    static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
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

    private void warm() {
        String answer = answerByHttp2("/");
        if (!answer.startsWith("200 ")) {
            throw new IllegalStateException("the first request by HTTP/2: " + answer);
        }
    }

    private void take(String[] words) throws IOException {
        switch (words[0]) {
            case "at" -> addresses = List.of(InetAddress.getByName(words[1]), InetAddress.getByName(words[2]));
            case "for" -> milliseconds = Long.parseLong(words[1]);
            case "timeout" -> timeout = Integer.parseInt(words[1]);
            case "token" -> token = words[1];
            default -> streams.add(words);
        }
    }

    private void run() {
        if (streams.stream().anyMatch(stream -> way(stream).equals("h2"))) {
            client = HttpClient.newBuilder()
                    .sslContext(secure)
                    .version(HttpClient.Version.HTTP_2)
                    .build();
            // Its first request loads a thousand classes, while others would wait.
            warm();
        }
        long begin = System.nanoTime();
        long end = begin + milliseconds * 1_000_000;
        long[] due = new long[streams.size()];
        java.util.Arrays.fill(due, begin);
        while (System.nanoTime() < end && !Thread.interrupted()) {
            long next = end;
            for (int index = 0; index < due.length; index++) {
                if (due[index] <= System.nanoTime()) {
                    send(streams.get(index));
                    due[index] += 1_000_000_000L / Long.parseLong(streams.get(index)[1]);
                }
                next = Math.min(next, due[index]);
            }
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
        while (running.get() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void send(String[] stream) {
        running.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            long begin = System.nanoTime();
            String answer = answer(stream);
            long took = (System.nanoTime() - begin) / 1_000_000;
            String[] parts = answer.split(" ", 2);
            System.out.println(String.format(
                    Locale.ROOT, "%d %s %s %d %s", (begin - start) / 1_000_000, stream[0], parts[0], took, parts[1]));
            running.decrementAndGet();
        });
    }

    private String answer(String[] stream) {
        return switch (way(stream)) {
            case "kept" -> answerOnKept(stream);
            case "h2" -> answerByHttp2(stream[2]);
            default -> answerAlone(stream[0], stream[2]);
        };
    }

    private static String way(String[] stream) {
        return stream.length > 3 ? stream[3] : "";
    }

    private String answerByHttp2(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + HOST + path))
                .timeout(Duration.ofMillis(timeout))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.version() == HttpClient.Version.HTTP_2
                    ? answer.statusCode() + " "
                            + answer.headers().firstValue("x-served-by").orElse("-")
                    : "0 - the answer came by " + answer.version();
        } catch (IOException e) {
            return "0 - " + e;
        } catch (InterruptedException e) {
            return "0 - interrupted";
        }
    }

    /** One request after the other on one connection, until the server says that it closes it. */
    private String answerOnKept(String[] stream) {
        ReentrantLock turn = turns.computeIfAbsent(stream[2], _ -> new ReentrantLock());
        turn.lock();
        try {
            SSLSocket socket = kept.get(stream[2]);
            if (socket == null) {
                socket = connect();
                kept.put(stream[2], socket);
            }
            socket.getOutputStream().write(request(stream[0], stream[2], "keep-alive"));
            String text = readOne(socket.getInputStream());
            if (field(text.toLowerCase(Locale.ROOT), "connection: ").equals("close")) {
                kept.remove(stream[2]);
                socket.close();
            }
            return understand(text);
        } catch (IOException e) {
            kept.remove(stream[2]);
            return "0 - " + e;
        } finally {
            turn.unlock();
        }
    }

    /** One answer that says its length. */
    private static String readOne(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        String length = field(head.toString().toLowerCase(Locale.ROOT), "content-length: ");
        byte[] body = input.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }

    private SSLSocket connect() throws IOException {
        Socket plain = new Socket();
        InetAddress address = addresses.get(sent.getAndIncrement() % addresses.size());
        try {
            plain.connect(new InetSocketAddress(address, PORT), timeout);
            plain.setSoTimeout(timeout);
            SSLSocket socket = (SSLSocket) secure.getSocketFactory().createSocket(plain, HOST, PORT, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private String answerAlone(String method, String path) {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(request(method, path, "close"));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            InputStream stream = socket.getInputStream();
            stream.transferTo(all);
            return understand(all.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return "0 - " + e;
        }
    }

    private byte[] request(String method, String path, String connection) {
        String body = method.equals("POST")
                ? "{\"article\":{\"title\":\"Load " + System.nanoTime()
                        + "\",\"description\":\"d\",\"body\":\"b\",\"tagList\":[]}}"
                : "";
        return (method + " " + path + " HTTP/1.1\r\nHost: " + HOST
                        + "\r\nConnection: " + connection + "\r\nAccept: application/json\r\n"
                        + (token.isEmpty() ? "" : "Authorization: Token " + token + "\r\n")
                        + (body.isEmpty()
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                        + "\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Its status and the server's name; an answer that was cut off is none. */
    private static String understand(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return "0 - the connection was closed after " + text.length() + " bytes";
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        String length = field(head, "content-length: ");
        int got = text.length() - end - 4;
        boolean chunked = head.contains("transfer-encoding: chunked");
        if ((!length.isEmpty() && Integer.parseInt(length) != got) || (chunked && !text.endsWith("0\r\n\r\n"))) {
            return "0 - the answer was cut off after " + got + " of " + length + " bytes";
        }
        String server = field(head, "x-served-by: ");
        return head.substring(9, 12) + " " + (server.isEmpty() ? "-" : server);
    }

    private static String field(String head, String name) {
        int begin = head.indexOf("\r\n" + name);
        if (begin < 0) {
            return "";
        }
        int from = begin + 2 + name.length();
        int to = head.indexOf("\r\n", from);
        return to < 0 ? head.substring(from) : head.substring(from, to);
    }
}
