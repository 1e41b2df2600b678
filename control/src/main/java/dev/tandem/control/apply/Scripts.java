package dev.tandem.control.apply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell scripts that run on the machines; they lie beside this class and say for themselves what they do. */
final class Scripts {
    static final String INSTALL = read("install.sh");
    static final String PLACE = read("place.sh");
    static final String STAGE = read("stage.sh");
    static final String CHECK = read("check.sh");
    static final String SWAP = read("swap.sh");
    static final String RESTORE = read("restore.sh");
    static final String UNITS = read("units.sh");
    static final String VERIFY = read("verify.sh");
    static final String SEED = read("seed.sh");
    static final String FOLLOW = read("follow.sh");
    static final String MIGRATE = read("migrate.sh");
    static final String ROTATION = read("rotation.sh");
    static final String LOCK = read("lock.sh");

    private Scripts() {}

    private static String read(String name) {
        try (InputStream stream = Scripts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no script named " + name + " beside " + Scripts.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }
}
