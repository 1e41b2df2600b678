package dev.tandem.control.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** What comes of knocking at a port. */
public enum PortAnswer {
    OPEN,
    /** Somebody said that nobody is there. */
    REFUSED,
    /** Nobody said anything. */
    SILENT;

    /** Knocks from this computer, over TCP. */
    public static PortAnswer fromHere(InetSocketAddress door, Duration patience) {
        try (Socket socket = new Socket()) {
            socket.connect(door, Math.toIntExact(patience.toMillis()));
            return OPEN;
        } catch (ConnectException e) {
            return REFUSED;
        } catch (IOException e) {
            return SILENT;
        }
    }
}
