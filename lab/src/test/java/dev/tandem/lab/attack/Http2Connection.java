package dev.tandem.lab.attack;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection by HTTP/2 (RFC 9113), frame by frame, for what no browser does. It counts what comes back. Any thread may send. It
 * runs on the lab's client with {@link AttackProgram}: nothing but the JDK, and no other class of ours.
 */
final class Http2Connection implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW = 8;
    private static final int END_STREAM = 1;
    private static final int ACKNOWLEDGED = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW = 4;
    private static final int FRAME_HEAD = 9;
    private static final int CANCEL = 8;

    /** Unless the other side says that it takes larger ones. */
    private static final int LARGEST_FRAME = 16_384;

    private final SSLSocket socket;
    private final DataOutputStream output;
    private int nextStream = 1;

    /** Streams that were begun and neither answered whole nor reset. */
    final Map<Integer, String> open = new ConcurrentHashMap<>();

    /** How many answers there were by status, and by {@code reset}. */
    final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    final AtomicInteger received = new AtomicInteger();
    private volatile boolean closed;

    private Http2Connection(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    /**
     * Connects and says how much it takes of each answer before it is asked to go on.
     *
     * @throws IOException when the other side does not take the connection, or does not speak HTTP/2
     */
    static Http2Connection to(SSLContext secure, InetSocketAddress from, InetSocketAddress to, String host, int window)
            throws IOException {
        SSLSocket socket = secured(secure, from, to, host, "h2");
        if (!"h2".equals(socket.getApplicationProtocol())) {
            socket.close();
            throw new IOException("no HTTP/2, but '" + socket.getApplicationProtocol() + "'");
        }
        Http2Connection connection = new Http2Connection(socket);
        connection.output.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        connection.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW, window));
        connection.flush();
        Thread.ofVirtual().start(connection::read);
        return connection;
    }

    /** A connection with TLS for a protocol ({@code h2}, {@code http/1.1}). */
    static SSLSocket secured(
            SSLContext secure, InetSocketAddress from, InetSocketAddress to, String host, String protocol)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.bind(from);
            plain.connect(to, 5_000);
            plain.setSoTimeout(60_000);
            SSLSocket socket = (SSLSocket) secure.getSocketFactory().createSocket(plain, host, to.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Begins a request. Returns its stream. */
    synchronized int begin(String method, String host, String path, int bodyBytes) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        open.put(stream, "");
        boolean ends = bodyBytes == 0;
        frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, head(method, host, path, bodyBytes));
        return stream;
    }

    void data(int stream, int bytes) throws IOException {
        for (int left = bytes; left > 0; left -= LARGEST_FRAME) {
            frame(DATA, 0, stream, new byte[Math.min(left, LARGEST_FRAME)]);
        }
    }

    void reset(int stream) throws IOException {
        open.remove(stream);
        frame(RESET, 0, stream, integer(CANCEL));
    }

    /** Takes so many more bytes of an answer, and of all answers. */
    void takeMore(int stream, int bytes) throws IOException {
        frame(WINDOW, 0, stream, integer(bytes));
        frame(WINDOW, 0, 0, integer(bytes));
    }

    synchronized void flush() throws IOException {
        output.flush();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private synchronized void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        output.write(payload.length >> 16);
        output.writeShort(payload.length);
        output.write(type);
        output.write(flags);
        output.writeInt(stream);
        output.write(payload);
    }

    private void read() {
        try (DataInputStream input = new DataInputStream(socket.getInputStream())) {
            while (!closed) {
                byte[] head = input.readNBytes(FRAME_HEAD);
                if (head.length < FRAME_HEAD) {
                    break;
                }
                ByteBuffer numbers = ByteBuffer.wrap(head);
                int length = numbers.getInt(0) >>> 8;
                int stream = numbers.getInt(5) & Integer.MAX_VALUE;
                take(head[3], head[4], stream, input.readNBytes(length));
            }
        } catch (IOException e) {
            // Cut off: its streams stay counted as open, which nobody holds any more.
        }
        closed = true;
    }

    private void take(int type, int flags, int stream, byte[] payload) throws IOException {
        switch (type) {
            case HEADERS -> {
                count(status(payload));
                endIf(flags, stream);
            }
            case DATA -> {
                received.addAndGet(payload.length);
                endIf(flags, stream);
            }
            case RESET -> {
                count("reset");
                open.remove(stream);
            }
            case SETTINGS, PING -> acknowledge(type, flags, payload);
            case GOAWAY -> count("goaway");
            default -> {
                // Nothing that an attacker would heed.
            }
        }
    }

    private void acknowledge(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACKNOWLEDGED) == 0) {
            frame(type, ACKNOWLEDGED, 0, type == PING ? payload : new byte[0]);
            flush();
        }
    }

    private void endIf(int flags, int stream) {
        if ((flags & END_STREAM) != 0) {
            open.remove(stream);
        }
    }

    private void count(String what) {
        answers.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    }

    /** HAProxy writes the status first, as a number of HPACK's table or with its digits (RFC 7541, appendix A and 6.2). */
    private static String status(byte[] block) {
        return switch (block[0] & 0xff) {
            case 0x88 -> "200";
            case 0x89 -> "204";
            case 0x8a -> "206";
            case 0x8b -> "304";
            case 0x8c -> "400";
            case 0x8d -> "404";
            case 0x8e -> "500";
            default -> new String(block, 2, 3, StandardCharsets.US_ASCII);
        };
    }

    /** Literals without Huffman's code, under names of HPACK's table. */
    private static byte[] head(String method, String host, String path, int bodyBytes) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(method.equals("GET") ? 0x82 : 0x83);
        block.write(0x87);
        literal(block, 1, host);
        literal(block, 4, path);
        if (bodyBytes > 0) {
            literal(block, 28, Integer.toString(bodyBytes));
            literal(block, 31, "application/json");
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) {
        if (name < 15) {
            block.write(name);
        } else {
            block.write(15);
            block.write(name - 15);
        }
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] setting(int name, int value) {
        byte[] number = integer(value);
        return new byte[] {0, (byte) name, number[0], number[1], number[2], number[3]};
    }

    private static byte[] integer(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
