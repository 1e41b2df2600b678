package dev.tandem.agent.kernel;

import java.util.stream.Stream;

/**
 * Programs of the agent that others come before, though it comes before others itself (decision 0043): what its unit gives it (Nice,
 * OOMScoreAdjust) they give back. Then they are as nice as an application, and gone before mysqld when memory is short.
 */
public final class Modest {
    /** It stays one process, so that whoever kills it kills the program. */
    private static final String GIVE_BACK = "echo 300 > /proc/self/oom_score_adj || true; exec nice -n 15 \"$@\"";

    private Modest() {}

    /** The words that start such a program. */
    public static String[] words(String... program) {
        return Stream.concat(Stream.of("sh", "-c", GIVE_BACK, "sh"), Stream.of(program))
                .toArray(String[]::new);
    }
}
