package dev.tandem.control.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell scripts that run on machines. Each lies beside the class that sends it, and says for itself what it does. */
public final class Script {
    private Script() {}

    /** Throws IllegalStateException when no script of that name lies beside the class. */
    public static String beside(Class<?> user, String name) {
        try (InputStream stream = user.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no script named " + name + " beside " + user.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }
}
