package dev.tandem.control.remote;

import dev.tandem.protocol.MachineName;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a site, each connected when it is first asked for and then kept. Any thread may ask. A machine that could
 * not be reached is tried again when it is asked for again.
 */
public final class Fleet implements AutoCloseable {
    private final Function<MachineName, Remote> connect;
    private final Map<MachineName, CompletableFuture<Remote>> connections = new ConcurrentHashMap<>();

    public Fleet(Function<MachineName, Remote> connect) {
        this.connect = connect;
    }

    /** The fleet of machines at these addresses; how to reach them is asked when the first one is wanted. */
    public static Fleet over(Map<MachineName, String> addresses, Supplier<SshAccess> access) {
        return new Fleet(machine -> {
            String address = addresses.get(machine);
            if (address == null) {
                throw new IllegalArgumentException("no address is known for " + machine);
            }
            return SshRemote.connect(machine, address, access.get());
        });
    }

    /** The machine, connected. Throws RemoteException when it cannot be reached. */
    public Remote machine(MachineName name) {
        CompletableFuture<Remote> mine = new CompletableFuture<>();
        CompletableFuture<Remote> present = connections.putIfAbsent(name, mine);
        if (present != null) {
            return join(present);
        }
        try {
            mine.complete(connect.apply(name));
        } catch (RuntimeException e) {
            connections.remove(name, mine);
            mine.completeExceptionally(e);
        }
        return join(mine);
    }

    /**
     * The machine, by a connection that is made for the caller alone, who closes it: to see whether one can still be made.
     * Throws RemoteException when it cannot be reached.
     */
    public Remote fresh(MachineName name) {
        return connect.apply(name);
    }

    /** Forgets a connection, so that the next question makes a new one: after a machine was started again. */
    public void forget(MachineName name) {
        closeQuietly(connections.remove(name));
    }

    private static Remote join(CompletableFuture<Remote> connection) {
        try {
            return connection.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        connections.values().forEach(Fleet::closeQuietly);
        connections.clear();
    }

    private static void closeQuietly(@Nullable CompletableFuture<Remote> connection) {
        if (connection != null && connection.isDone() && !connection.isCompletedExceptionally()) {
            connection.join().close();
        }
    }
}
