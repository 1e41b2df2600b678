package dev.tandem.control.remote;

import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A machine that answers from a script, by what a command is for, and remembers what it was asked. */
public final class FakeRemote implements Remote {
    private final MachineName machine;
    private final Function<RemoteCommand, Completed> answers;
    private final List<String> purposes = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    public FakeRemote(MachineName machine, Function<RemoteCommand, Completed> answers) {
        this.machine = machine;
        this.answers = answers;
    }

    /** What it was asked for, in order. */
    public List<String> purposes() {
        return List.copyOf(purposes);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public MachineName machine() {
        return machine;
    }

    @Override
    public Completed run(RemoteCommand command, OutputStream output) {
        purposes.add(command.purpose());
        Completed answer = answers.apply(command);
        try {
            output.write(answer.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Completed(answer.exit(), "", answer.errors());
    }

    @Override
    public int follow(RemoteCommand command, Consumer<String> line) {
        purposes.add(command.purpose());
        Completed answer = answers.apply(command);
        answer.lines().forEach(line);
        return answer.exit();
    }

    @Override
    public void close() {
        closed = true;
    }
}
