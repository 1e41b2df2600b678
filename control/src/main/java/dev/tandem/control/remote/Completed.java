package dev.tandem.control.remote;

import java.util.List;

/**
 * What a command left behind when it ended by itself.
 *
 * @param text its output, read as UTF-8
 * @param errors its error output, likewise
 */
public record Completed(int exit, String text, String errors) {
    public boolean succeeded() {
        return exit == 0;
    }

    public List<String> lines() {
        return text.lines().toList();
    }
}
