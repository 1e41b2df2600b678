package dev.tandem.agent.mariadb;

import java.io.IOException;
import java.io.Serial;

/** SIGKILL was sent to mysqld and it is still there, for example in uninterruptible sleep. It may end at any time, and change data until then. */
final class SurvivedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    SurvivedException() {
        super("mysqld does not end, although it was killed: is its storage well?");
    }
}
