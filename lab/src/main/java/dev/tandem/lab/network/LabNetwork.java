package dev.tandem.lab.network;

import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.plan.LabName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sockets that belong to a lab's network, made by one platform thread that lives in the bridge's namespace. Such a socket
 * keeps its namespace: any thread may connect, read and write it. Thread-safe. Sockets outlive {@link #close()}.
 */
public final class LabNetwork implements AutoCloseable {
    private final LabName lab;
    private final ExecutorService inside;
    private final Future<?> entered;

    private LabNetwork(LabName lab, Path namespace) {
        this.lab = lab;
        this.inside = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("lab-network-" + lab).factory());
        this.entered = inside.submit(() -> NetworkNamespace.enter(namespace));
    }

    /**
     * Begins to enter the lab's network and returns at once; the first socket waits for it. Open it early: entering takes
     * some 50 ms, which other work can use. Throws {@link NetworkException} when the lab has no network.
     */
    public static LabNetwork open(LabName lab) {
        Path namespace = LabBridge.NAMESPACES.resolve(new NetworkNames(lab).bridgeNamespace());
        if (!Files.exists(namespace)) {
            throw new NetworkException("the lab " + lab + " is not up: there is no " + namespace + " [tandem up]");
        }
        return new LabNetwork(lab, namespace);
    }

    /** A TCP socket that is not connected yet; the caller closes it. */
    public Socket socket() throws IOException {
        return channel().socket();
    }

    /** A TCP channel that is not connected yet, in blocking mode; the caller closes it. */
    public SocketChannel channel() throws IOException {
        return made(() -> SocketChannel.open(StandardProtocolFamily.INET));
    }

    /** A UDP channel that is not bound yet, in blocking mode; the caller closes it. */
    public DatagramChannel datagramChannel() throws IOException {
        return made(() -> DatagramChannel.open(StandardProtocolFamily.INET));
    }

    /** A TCP socket connected to this address of the lab, which must be a literal one; the caller closes it. */
    public Socket connect(InetSocketAddress address, Duration limit) throws IOException {
        Socket socket = socket();
        try {
            socket.connect(address, Math.toIntExact(limit.toMillis()));
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Ends the thread. Sockets made before go on working. */
    @Override
    public void close() {
        inside.shutdown();
    }

    private <T> T made(Callable<T> maker) throws IOException {
        try {
            entered.get();
            return inside.submit(maker).get();
        } catch (RejectedExecutionException e) {
            throw new NetworkException("the network of the lab " + lab + " was closed in this process", e);
        } catch (InterruptedException e) {
            throw LabInterruptedException.marking(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NetworkException refused -> throw refused;
                case IOException failed -> throw failed;
                case null, default ->
                    throw new NetworkException("no socket in the lab " + lab + ": " + e.getCause(), e);
            }
        }
    }
}
