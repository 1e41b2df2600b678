package dev.tandem.agent.route;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One conversation with another program of this machine over its Unix socket. A program that stands still takes connections, and says
 * nothing: after a time, whatever is waited for ends with an IOException. Whoever broke into it, or listens in its place, may say more than
 * this process has room for. For one thread.
 */
final class LocalSocket implements AutoCloseable {
    /** A router's figures are some kilobytes. */
    private static final int LONGEST = 64 * 1024;

    private final SocketChannel channel;

    private LocalSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Begins.
     *
     * @param limit how long the whole conversation may take
     * @throws java.net.ConnectException when the socket is there and nobody listens
     * @throws IOException when it cannot be reached otherwise
     */
    static LocalSocket open(Path socket, Duration limit) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> close(channel));
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            close(channel);
            throw failure;
        }
        return new LocalSocket(channel);
    }

    void say(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Nothing more will be said. */
    void fallSilent() throws IOException {
        channel.shutdownOutput();
    }

    /** All that the other side says until it ends. Throws IOException when that is much. */
    String hear() throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new IOException("it says more than " + LONGEST + " bytes");
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // It was to be closed.
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
