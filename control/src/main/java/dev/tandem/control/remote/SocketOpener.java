package dev.tandem.control.remote;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Opens connections towards the machines: straight from this computer, or from within a network that only the lab knows. */
@FunctionalInterface
public interface SocketOpener {
    /** A connected socket; any thread may use it. Throws IOException when there is no connection within the time. */
    Socket open(InetSocketAddress address, Duration within) throws IOException;

    /** From this computer's own network. */
    static SocketOpener direct() {
        return (address, within) -> {
            Socket socket = new Socket();
            try {
                socket.connect(address, Math.toIntExact(within.toMillis()));
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        };
    }
}
