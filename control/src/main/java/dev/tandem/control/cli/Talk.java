package dev.tandem.control.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a command says while it works, on standard error: standard output is for data. Plain lines, with the time since the
 * command began; colours only on a terminal and without NO_COLOR, and no others than its own ({@link Printable}). Commands of ours in what is said
 * come out as they must be typed. Any thread may talk; lines do not mix.
 */
public final class Talk {
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream stream;
    private final boolean colours;
    private final long begin = System.nanoTime();
    private volatile UnaryOperator<String> completing = UnaryOperator.identity();

    public Talk(PrintStream stream, boolean colours) {
        this.stream = stream;
        this.colours = colours;
    }

    /** On standard error; in colours when that is a terminal that wants them. */
    public static Talk onStandardError(Map<String, String> environment) {
        boolean terminal = Terminal.isPresent();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Talk(System.err, terminal && wanted);
    }

    /** From here on commands are completed by this. Called once the command line was read, before anything is said. */
    void completing(UnaryOperator<String> commands) {
        completing = commands;
    }

    /** A text with its commands as they must be typed: for who prints it elsewhere. */
    public String completed(String text) {
        return completing.apply(text);
    }

    /** A line that stands for itself. */
    public void line(String text) {
        print(Printable.of(completed(text)));
    }

    /** A heading, such as the place a command works on. */
    public void heading(String text) {
        print(in(BOLD, completed(text)));
    }

    /** A step, with the time since the beginning. */
    public void step(String text) {
        print(in(DIM, elapsed()) + "  " + Printable.of(completed(text)));
    }

    public void good(String text) {
        print(in(GREEN, completed(text)));
    }

    public void bad(String text) {
        print(in(RED, completed(text)));
    }

    public Duration sinceBegin() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** For instance {@code 4.2 s} or {@code 2 min 5 s}. */
    public static String seconds(Duration duration) {
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private String elapsed() {
        return String.format(Locale.ROOT, "%6.1f", sinceBegin().toMillis() / 1000.0);
    }

    private String in(String colour, String text) {
        String printable = Printable.of(text);
        return colours ? colour + printable + PLAIN : printable;
    }

    private synchronized void print(String ready) {
        stream.println(ready);
    }
}
