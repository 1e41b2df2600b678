package dev.tandem.control.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command prints, from its construction until it is closed. Its user runs alone: it takes over the process's own streams. */
public final class CapturedStreams implements AutoCloseable {
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    public CapturedStreams() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    public String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    public String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    /** What comes from now on is all that was said. */
    public void forget() {
        output.reset();
        errors.reset();
    }

    @Override
    public void close() {
        System.setOut(standardOutput);
        System.setErr(standardError);
    }
}
