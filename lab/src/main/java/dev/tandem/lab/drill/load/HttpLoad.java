package dev.tandem.lab.drill.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Users of the example site: some publish articles, each with a title that nobody else has, some read. Each has a connection
 * that is kept, and nothing is asked twice. Runs on the lab's client. Arguments: folder, host, tag of this run, writers, writes
 * per second of each, seconds at most.
 */
final class HttpLoad {
    private static final int TIMEOUT_MILLISECONDS = 1_000;
    private static final int PORT = 443;
    private static final int PRACTICE = 40;
    private static final int READERS = 2;
    private static final int READS_PER_SECOND = 25;
    private static final Path TRUSTED = Path.of("/etc/ssl/certs/ca-certificates.crt");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

    private final AttemptLog log;
    private final String host;
    private final InetAddress address;
    private final SSLContext secure;

    private HttpLoad(AttemptLog log, String host, SSLContext secure) throws IOException {
        this.log = log;
        this.host = host;
        // Looked up once, as browsers do.
        this.address = InetAddress.getByName(host);
        this.secure = secure;
    }

    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        String tag = arguments[2];
        int writers = Integer.parseInt(arguments[3]);
        Files.createDirectories(folder);
        Pace pace = new Pace(folder, Long.parseLong(arguments[5]));
        try (AttemptLog log = new AttemptLog(folder.resolve("attempts"))) {
            HttpLoad load = new HttpLoad(log, arguments[1], trusting());
            String token = load.signUp(tag);
            load.practise();
            for (int writer = 0; writer < writers; writer++) {
                Writing writing = new Writing(load.new User(token), tag, writer);
                pace.add(Integer.parseInt(arguments[4]), (double) writer / writers, writing::once);
            }
            for (int reader = 0; reader < READERS; reader++) {
                User user = load.new User("");
                pace.add(
                        READS_PER_SECOND,
                        (double) reader / READERS,
                        () -> user.ask("http-read", "-", "GET", "/api/articles?limit=5", ""));
            }
            pace.run(folder.resolve("ready"));
        }
    }

    private static SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(TRUSTED)) {
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

    private String signUp(String tag) throws IOException {
        String body = "{\"user\":{\"username\":\"drill" + tag + "\",\"email\":\"drill" + tag
                + "@example.org\",\"password\":\"password123\"}}";
        try (SSLSocket socket = connect().secure()) {
            socket.setSoTimeout(10 * TIMEOUT_MILLISECONDS);
            String answer = exchange(socket, request("POST", "/api/users", "", body));
            Matcher token = TOKEN.matcher(answer);
            if (!token.find()) {
                throw new IOException("no account for the drill: " + answer);
            }
            return token.group(1);
        }
    }

    /** A browser that has run for a while connects in milliseconds; a new JVM needs a tenth of a second of processor time. */
    private void practise() throws IOException {
        for (int time = 0; time < PRACTICE; time++) {
            connect().secure().close();
        }
    }

    /** One user's articles. */
    private static final class Writing {
        private final User user;
        private final String tag;
        private final int writer;
        private int number;

        Writing(User user, String tag, int writer) {
            this.user = user;
            this.tag = tag;
            this.writer = writer;
        }

        boolean once() {
            String id = writer + "." + number++;
            return user.ask(
                    "http-write",
                    id,
                    "POST",
                    "/api/articles",
                    "{\"article\":{\"title\":\"Drill " + tag + " " + id
                            + "\",\"description\":\"d\",\"body\":\"b\",\"tagList\":[]}}");
        }
    }

    /** One connection, made anew after an error and when the server closes it. */
    private final class User {
        private final String token;
        private @Nullable Line kept;

        User(String token) {
            this.token = token;
        }

        boolean ask(String kind, String id, String method, String path, String body) {
            long begin = System.nanoTime();
            log.begin(kind, id, begin);
            boolean sent = false;
            try {
                Line present = kept;
                Line line = present == null ? connect() : present;
                kept = line;
                byte[] request = request(method, path, token, body);
                sent = true;
                String answer = exchange(line.secure(), request);
                if (answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close")) {
                    hangUp();
                }
                return judge(kind, id, begin, answer.substring(9, 12));
            } catch (IOException e) {
                log.end(kind, id, begin, sent ? AttemptLog.Outcome.MAYBE : AttemptLog.Outcome.REFUSED, e.toString());
                hangUp();
                return false;
            }
        }

        /** An error of the server's may come after the work was done; one of the user's never does. */
        private boolean judge(String kind, String id, long begin, String status) {
            AttemptLog.Outcome outcome = switch (status.charAt(0)) {
                case '2' -> AttemptLog.Outcome.ACKNOWLEDGED;
                case '4' -> AttemptLog.Outcome.REFUSED;
                default -> AttemptLog.Outcome.MAYBE;
            };
            log.end(kind, id, begin, outcome, status);
            return outcome == AttemptLog.Outcome.ACKNOWLEDGED;
        }

        private void hangUp() {
            Line old = kept;
            kept = null;
            if (old != null) {
                try {
                    // Not TLS, which would wait for the other side's goodbye as long as for an answer.
                    old.plain().close();
                } catch (IOException e) {
                    // It is broken: that is why it is closed.
                }
            }
        }
    }

    /** A connection, and what carries it. */
    private record Line(SSLSocket secure, Socket plain) {}

    private Line connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, PORT), TIMEOUT_MILLISECONDS);
            plain.setSoTimeout(TIMEOUT_MILLISECONDS);
            plain.setTcpNoDelay(true);
            SSLSocket socket = (SSLSocket) secure.getSocketFactory().createSocket(plain, host, PORT, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Line(socket, plain);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private byte[] request(String method, String path, String token, String body) {
        return (method + " " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nAccept: application/json\r\n"
                        + (token.isEmpty() ? "" : "Authorization: Token " + token + "\r\n")
                        + (body.isEmpty()
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                        + "\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One answer: head and, where it says its length, body. */
    private static String exchange(SSLSocket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        InputStream input = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("the connection was closed after " + head.length() + " bytes");
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
        if (head.length() < 12 || !length.find()) {
            throw new IOException("an answer without a length: " + head);
        }
        int wanted = Integer.parseInt(length.group(1));
        byte[] body = input.readNBytes(wanted);
        if (body.length < wanted) {
            throw new IOException("the answer was cut off after " + body.length + " of " + wanted + " bytes");
        }
        return head + new String(body, StandardCharsets.UTF_8);
    }
}
