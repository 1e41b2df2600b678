package dev.tandem.control.cli;

/** A command ends here, with these words for the user and this exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Exit exit;

    public CommandFailure(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    public Exit exit() {
        return exit;
    }
}
