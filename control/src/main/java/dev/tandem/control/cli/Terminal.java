package dev.tandem.control.cli;

import java.io.Console;
import java.util.Optional;

/** The person at this process's terminal, if there is one. */
public final class Terminal {
    private Terminal() {}

    public static boolean isPresent() {
        return console().isPresent();
    }

    /** What the person answers; nothing when there is nobody, or who ends the input. */
    public static Optional<String> ask(String question) {
        return console().map(console -> console.readLine("%s", Printable.of(question)));
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
