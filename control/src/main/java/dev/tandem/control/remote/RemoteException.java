package dev.tandem.control.remote;

import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A machine could not be reached, or a command on it did not work. The message says what was tried, where, and what came back. */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_TAIL = 2_000;
    private static final int LONGEST_PIECE = 200;

    private final String machine;
    private final boolean connectionLost;

    private RemoteException(MachineName machine, String message, @Nullable Throwable cause, boolean connectionLost) {
        super(machine + ": " + message, cause);
        this.machine = machine.value();
        this.connectionLost = connectionLost;
    }

    static RemoteException unreachable(MachineName machine, String address, Throwable cause) {
        return new RemoteException(
                machine,
                "no SSH connection to " + address + ": " + rootMessage(cause)
                        + ". Is the machine up, and does its sshd take the key?",
                cause,
                true);
    }

    /**
     * It shows another SSH key than it is known by.
     *
     * @param keys the file that says which
     * @param name by which the machine stands there
     */
    public static RemoteException changed(MachineName machine, String name, Path keys) {
        return new RemoteException(
                machine,
                "shows another SSH key than " + keys
                        + " has of it, so nothing was said to it. Was it installed again? Then"
                        + " ssh-keygen -R '" + name + "' -f " + keys + ", and ssh-keygen -R '" + name
                        + "' for your own ssh, and this again. If it was not, somebody else answers in its place",
                null,
                true);
    }

    static RemoteException broken(MachineName machine, RemoteCommand command, Throwable cause) {
        return new RemoteException(
                machine,
                "the connection broke while trying to " + command.purpose() + ": " + rootMessage(cause),
                cause,
                true);
    }

    static RemoteException late(MachineName machine, RemoteCommand command, String errors) {
        return new RemoteException(
                machine,
                "could not " + command.purpose() + " within "
                        + command.deadline().toSeconds() + " s" + tail(errors),
                null,
                false);
    }

    /** A command that ended with another exit code than 0. */
    public static RemoteException ended(MachineName machine, RemoteCommand command, Completed completed) {
        String said = completed.errors().isBlank() ? completed.text() : completed.errors();
        return new RemoteException(
                machine,
                "could not " + command.purpose() + " (exit code " + completed.exit() + ")" + tail(said),
                null,
                false);
    }

    /** A command that ended well, and what it answered is not what it was asked for. */
    public static RemoteException unexpected(MachineName machine, RemoteCommand command, String answer) {
        return new RemoteException(
                machine, "could not " + command.purpose() + ": it answered" + tail(answer), null, false);
    }

    /** A command that ended well, and what it answered cannot be read. The purpose is the command's, and of what it answered only a piece is told. */
    public static RemoteException garbled(MachineName machine, String purpose, String what) {
        return new RemoteException(
                machine,
                "could not " + purpose + ": what it answered is garbled: " + inOneLine(what)
                        + ". Next: look on the machine, with tandem ssh " + machine
                        + ", whether its disk is full or its shell says something of its own; then this again",
                null,
                false);
    }

    public MachineName machine() {
        return new MachineName(machine);
    }

    /** Whether it is not known how far the command came, because the machine could not be heard any more. */
    public boolean connectionLost() {
        return connectionLost;
    }

    private static String inOneLine(String text) {
        String line = text.strip().replaceAll("\\R", " ");
        return line.length() > LONGEST_PIECE ? line.substring(0, LONGEST_PIECE) + "..." : line;
    }

    private static String tail(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return "";
        }
        String end =
                trimmed.length() > LONGEST_TAIL ? "..." + trimmed.substring(trimmed.length() - LONGEST_TAIL) : trimmed;
        return ":\n  " + end.replace("\n", "\n  ");
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
