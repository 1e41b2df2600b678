package dev.tandem.runner.configuration;

import java.io.Serial;
import java.util.List;

/** Everything that is wrong with the environment; the message is for the user, one problem a line. */
public final class ConfigurationProblems extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigurationProblems(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
