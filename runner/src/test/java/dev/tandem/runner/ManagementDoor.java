package dev.tandem.runner;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a runner's management as {@code curl --unix-socket} would. */
final class ManagementDoor {
    private final Path socket;

    ManagementDoor(Path socket) {
        this.socket = socket;
    }

    /** What came back. */
    record Answer(int status, String head, String body) {}

    Answer get(String path) throws IOException {
        return ask("GET", path);
    }

    Answer post(String path) throws IOException {
        return ask("POST", path);
    }

    private Answer ask(String method, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = method + " " + path + " HTTP/1.0\r\nHost: runner\r\nContent-Length: 0\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no answer but: " + answer);
            }
            String head = answer.substring(0, end);
            return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, answer.substring(end + 4));
        }
    }
}
