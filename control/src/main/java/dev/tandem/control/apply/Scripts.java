package dev.tandem.control.apply;

import dev.tandem.control.remote.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The shell scripts that run on the machines; they lie beside this class and say for themselves what they do. */
final class Scripts {
    static final String INSTALL = read("install.sh");
    static final String DIRECTORY = read("directory.sh");
    static final String PLACE = read("place.sh");
    static final String STAGE = read("stage.sh");
    static final String CHECK = read("check.sh");
    static final String SWAP = read("swap.sh");
    static final String GUARD = read("guard.sh");
    static final String RESTORE = read("restore.sh");
    static final String BEGIN = read("begin.sh");
    static final String REMEMBER = read("remember.sh");
    static final String UNITS = read("units.sh");
    static final String VERIFY = read("verify.sh");
    static final String RETIRE = read("retire.sh");
    static final String DATABASE = read("database.sh");
    static final String MIGRATE = read("migrate.sh");
    static final String ISSUE = read("issue.sh");
    static final String ROTATION = read("rotation.sh");
    static final String VOTERS = read("voters.sh");
    static final String MAINTENANCE = read("maintenance.sh");
    static final String LOCK = read("lock.sh");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration WITHIN = PATIENCE.plusSeconds(30);

    private Scripts() {}

    /**
     * A command that runs one of these scripts alone on its machine: a step that goes on there although the command line that
     * began it was killed is waited for.
     */
    static RemoteCommand step(String purpose, String script, String... arguments) {
        List<String> words = new ArrayList<>(
                List.of("flock", "--timeout", Long.toString(PATIENCE.toSeconds()), "/run/tandem/step.guard"));
        words.addAll(RemoteCommand.script(purpose, script, arguments).words());
        return RemoteCommand.of(purpose, words.toArray(String[]::new)).within(WITHIN);
    }

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
