package dev.tandem.control.remote;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Hands our way of opening sockets to the SSH library. */
record OpenedSockets(SocketOpener opener, Duration within) implements SocketFactory {
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return opener.open(new InetSocketAddress(host, port), within);
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }
}
