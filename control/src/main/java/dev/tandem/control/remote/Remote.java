package dev.tandem.control.remote;

import dev.tandem.protocol.MachineName;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One machine, reached. Any thread may call any method; several commands may run at the same time. Closing ends the
 * connection and with it every command that still runs over it.
 */
public interface Remote extends AutoCloseable {
    MachineName machine();

    /**
     * Runs a command to its end, whatever its exit code.
     *
     * @throws RemoteException when the machine cannot be reached, the connection breaks, the deadline passes or more comes back than
     *     any answer is (32 MiB); the command may then have run in part or in whole
     */
    default Completed run(RemoteCommand command) {
        AnswerBuffer output = new AnswerBuffer();
        Completed completed = run(command, output);
        return new Completed(completed.exit(), output.text(), completed.errors());
    }

    /**
     * As {@link #run(RemoteCommand)}, but its output goes to a stream as it comes and the answer's text is empty. The stream is
     * not closed.
     */
    Completed run(RemoteCommand command, OutputStream output);

    /**
     * Runs a command that must succeed.
     *
     * @throws RemoteException as {@link #run(RemoteCommand)}, and when the exit code is not 0
     */
    default Completed require(RemoteCommand command) {
        Completed completed = run(command);
        if (!completed.succeeded()) {
            throw RemoteException.ended(machine(), command, completed);
        }
        return completed;
    }

    /**
     * Runs a command that must succeed, and reads what it answered.
     *
     * @param reading throws IllegalArgumentException, with what is wrong, when that is not what was asked for
     * @throws RemoteException as {@link #require(RemoteCommand)}, and when the answer cannot be read
     */
    default <T> T require(RemoteCommand command, Function<Completed, T> reading) {
        Completed completed = require(command);
        try {
            return reading.apply(completed);
        } catch (IllegalArgumentException e) {
            throw RemoteException.garbled(machine(), command.purpose(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Runs a command and hands on every line of its output as it comes, a very long one in pieces. Its deadline does not count: it ends with the command
     * or with the calling thread's interruption.
     *
     * @return the exit code
     */
    int follow(RemoteCommand command, Consumer<String> line);

    @Override
    void close();
}
