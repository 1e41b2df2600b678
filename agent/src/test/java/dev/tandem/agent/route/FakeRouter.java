package dev.tandem.agent.route;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy's socket for commands, or the runner's for orders: takes everything, says that all is well, and keeps what it was told. */
final class FakeRouter implements AutoCloseable {
    /** What a router says of itself whose write port takes 400 connections. */
    private static final String STATISTICS = "primary,FRONTEND,,,1,1,400,1\n";

    private static final String DONE = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final ServerSocketChannel socket;
    private final List<String> told;

    private FakeRouter(Path path, List<String> told) throws IOException {
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        this.told = told;
        Thread.ofPlatform().daemon().start(this::takeAll);
    }

    /** Begins to listen; what it is told goes into a list that others may add to. */
    static FakeRouter at(Path path, List<String> told) throws IOException {
        Files.deleteIfExists(path);
        return new FakeRouter(path, told);
    }

    private void takeAll() {
        while (socket.isOpen()) {
            try (SocketChannel channel = socket.accept()) {
                String asked = heard(channel);
                if (!asked.equals("show stat")) {
                    told.add(asked);
                }
                String answer = asked.equals("show stat") ? STATISTICS : asked.startsWith("POST ") ? DONE : "\n";
                channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException over) {
                // Whoever spoke is gone, or this is closed.
            }
        }
    }

    /** The first line. An order of HTTP is read to its end: what is left unread when a socket closes resets the conversation. */
    private static String heard(SocketChannel channel) throws IOException {
        InputStream from = Channels.newInputStream(channel);
        StringBuilder all = new StringBuilder();
        int next = from.read();
        while (next >= 0) {
            all.append((char) next);
            boolean ended = all.indexOf("POST ") == 0 ? all.toString().endsWith("\r\n\r\n") : next == '\n';
            next = ended ? -1 : from.read();
        }
        return all.toString().lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
