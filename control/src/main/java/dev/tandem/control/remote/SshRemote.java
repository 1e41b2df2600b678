package dev.tandem.control.remote;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A machine reached by one SSH connection, opened when it is made and shared by all commands. */
public final class SshRemote implements Remote {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /** A machine that is there takes a connection in a round trip; one lost packet is sent again after 1 s. */
    private static final Duration TAKE_WITHIN = Duration.ofSeconds(3);

    private static final Duration ENDLESS = Duration.ofDays(365);
    private static final Duration KEEP_ALIVE_EVERY = Duration.ofSeconds(5);

    /** sshd takes 10 sessions a connection (sshd_config(5), MaxSessions); two stay free. */
    private static final int PARALLEL_COMMANDS = 8;

    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("ssh").start(task);

    private final MachineName machine;
    private final Session session;
    private final boolean sudo;
    private final Semaphore slots = new Semaphore(PARALLEL_COMMANDS);

    private SshRemote(MachineName machine, Session session, boolean sudo) {
        this.machine = machine;
        this.session = session;
        this.sudo = sudo;
    }

    /** Connects. Throws RemoteException when that fails: when nothing answers for 3 s, or it is not done in 10 s. */
    public static SshRemote connect(MachineName machine, String address, SshAccess access) {
        try {
            JSch jsch = new JSch();
            jsch.addIdentity(access.key().toString());
            jsch.setHostKeyRepository(new PinnedHostKeys(access.hostKeys()));
            Session session = jsch.getSession(access.user(), address, access.port());
            session.setSocketFactory(new OpenedSockets(access.sockets(), TAKE_WITHIN));
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setConfig("PreferredAuthentications", "publickey");
            session.setServerAliveInterval(Math.toIntExact(KEEP_ALIVE_EVERY.toMillis()));
            session.connect(Math.toIntExact(CONNECT_WITHIN.toMillis()));
            return new SshRemote(machine, session, access.needsSudo());
        } catch (JSchChangedHostKeyException e) {
            throw RemoteException.changed(
                    machine,
                    HostKeys.nameOf(address, access.port()),
                    access.hostKeys().file());
        } catch (JSchException e) {
            throw RemoteException.unreachable(machine, address + ":" + access.port(), e);
        }
    }

    @Override
    public MachineName machine() {
        return machine;
    }

    @Override
    public Completed run(RemoteCommand command, OutputStream output) {
        return converse(command, stream -> stream.transferTo(output));
    }

    @Override
    public int follow(RemoteCommand command, Consumer<String> line) {
        return converse(command.within(ENDLESS), stream -> readLines(stream, line))
                .exit();
    }

    private Completed converse(RemoteCommand command, Reading reading) {
        slots.acquireUninterruptibly();
        try {
            ChannelExec channel = (ChannelExec) session.openChannel("exec");
            try {
                return converse(channel, command, reading);
            } finally {
                channel.disconnect();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemoteException cause) {
                throw cause;
            }
            throw RemoteException.broken(machine, command, e);
        } catch (JSchException | IOException e) {
            throw RemoteException.broken(machine, command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RemoteException.broken(machine, command, e);
        } finally {
            slots.release();
        }
    }

    private Completed converse(ChannelExec channel, RemoteCommand command, Reading reading)
            throws JSchException, IOException, ExecutionException, InterruptedException {
        // The variable says which address we come from, and sudo alone would not hand it on.
        channel.setCommand((sudo ? "sudo -n env SSH_CONNECTION=\"$SSH_CONNECTION\" " : "") + command.quoted());
        TailBuffer errors = new TailBuffer();
        channel.setErrStream(errors, true);
        InputStream fromProgram = channel.getInputStream();
        OutputStream toProgram = channel.getOutputStream();
        channel.connect(Math.toIntExact(CONNECT_WITHIN.toMillis()));
        CompletableFuture<Void> written = start(() -> {
            try (toProgram) {
                command.input().writeTo(toProgram);
            }
        });
        CompletableFuture<Void> read = start(() -> reading.from(fromProgram));
        try {
            read.get(command.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw RemoteException.late(machine, command, errors.text());
        }
        int exit = exitOf(channel, command);
        if (exit == 0) {
            // A program may end well without having read all its input, but then it did not get what it was meant to
            // get.
            written.get();
        }
        return new Completed(exit, "", errors.text());
    }

    /** The exit status is a message of its own, which may come a moment after the end of the output (RFC 4254, 6.10). */
    private int exitOf(ChannelExec channel, RemoteCommand command) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + CONNECT_WITHIN.toNanos();
        while (!channel.isClosed()) {
            if (!session.isConnected() || System.nanoTime() > deadline) {
                throw new IOException("no exit code came for '" + command.purpose() + "'");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        if (channel.getExitStatus() < 0) {
            throw new IOException("the program was ended by a signal or with the connection");
        }
        return channel.getExitStatus();
    }

    private static void readLines(InputStream stream, Consumer<String> line) throws IOException {
        Lines.read(new InputStreamReader(stream, StandardCharsets.UTF_8), line);
    }

    private static CompletableFuture<Void> start(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        THREADS.execute(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Override
    public void close() {
        session.disconnect();
    }

    private interface Step {
        void run() throws IOException;
    }

    private interface Reading {
        void from(InputStream stream) throws IOException;
    }
}
