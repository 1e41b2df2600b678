package dev.tandem.control.apply;

import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.Script;
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
    static final String MARK = read("mark.sh");
    static final String MIGRATE = read("migrate.sh");
    static final String ISSUE = read("issue.sh");
    static final String VOTERS = read("voters.sh");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration WITHIN = PATIENCE.plusSeconds(30);

    private Scripts() {}

    /** One of these scripts as a step. */
    static RemoteCommand step(String purpose, String script, String... arguments) {
        return step(RemoteCommand.script(purpose, script, arguments));
    }

    /**
     * A command that runs alone on its machine: a step that goes on there although the command line that began it was killed is
     * waited for.
     */
    static RemoteCommand step(RemoteCommand command) {
        List<String> words = new ArrayList<>(
                List.of("flock", "--timeout", Long.toString(PATIENCE.toSeconds()), "/run/tandem/step.guard"));
        words.addAll(command.words());
        return RemoteCommand.of(command.purpose(), words.toArray(String[]::new)).within(WITHIN);
    }

    private static String read(String name) {
        return Script.beside(Scripts.class, name);
    }
}
