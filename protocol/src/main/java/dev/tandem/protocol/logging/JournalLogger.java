package dev.tandem.protocol.logging;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code <6>name message}: systemd takes the number off and keeps it as the entry's priority (sd-daemon(3); unit setting
 * {@code SyslogLevelPrefix=}, on by default). Each line of a stack trace gets the number too, since the journal's entries are lines.
 *
 * <p>Safe for many threads: one entry is one write.
 */
public final class JournalLogger implements System.Logger {
    private final String name;
    private final Level lowest;
    private final PrintStream out;

    public JournalLogger(String name, Level lowest, PrintStream out) {
        this.name = name;
        this.lowest = lowest;
        this.out = out;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && level.getSeverity() >= lowest.getSeverity();
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            write(level, localized(bundle, message), thrown);
        }
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parameters) {
        if (isLoggable(level)) {
            String pattern = localized(bundle, format);
            boolean plain = parameters == null || parameters.length == 0;
            write(level, plain ? pattern : formatted(pattern, parameters), null);
        }
    }

    private static String formatted(String pattern, @Nullable Object @Nullable [] parameters) {
        try {
            return new MessageFormat(pattern, Locale.ROOT).format(parameters);
        } catch (IllegalArgumentException notAPattern) {
            return pattern;
        }
    }

    private static String localized(@Nullable ResourceBundle bundle, @Nullable String message) {
        String key = String.valueOf(message);
        try {
            return bundle == null ? key : bundle.getString(key);
        } catch (MissingResourceException notThere) {
            return key;
        }
    }

    private void write(Level level, String message, @Nullable Throwable thrown) {
        StringBuilder text = new StringBuilder(name).append(' ').append(message);
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            text.append('\n').append(trace);
        }
        String prefix = "<" + priority(level) + ">";
        StringBuilder entry = new StringBuilder();
        text.toString()
                .lines()
                .forEach(line -> entry.append(prefix).append(line).append('\n'));
        byte[] bytes = entry.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** syslog(3). */
    private static int priority(Level level) {
        return switch (level) {
            case ERROR -> 3;
            case WARNING -> 4;
            case INFO -> 6;
            case ALL, TRACE, DEBUG, OFF -> 7;
        };
    }
}
