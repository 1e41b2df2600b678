package dev.tandem.lab.machine;

import dev.tandem.lab.network.LabNetwork;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Whether an SSH server speaks: RFC 4253, 4.2. */
final class SshGreeting {
    private static final int PORT = 22;
    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private SshGreeting() {}

    /** Asks once. */
    static boolean heard(LabNetwork network, Inet4Address address) {
        try (Socket socket = network.connect(new InetSocketAddress(address, PORT), CONNECT)) {
            socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
            // Answering in kind keeps the server from logging an error for every look we take.
            socket.getOutputStream().write("SSH-2.0-tandem-lab\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(4);
            return new String(start, StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }
}
