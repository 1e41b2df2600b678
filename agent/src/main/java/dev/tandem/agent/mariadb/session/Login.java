package dev.tandem.agent.mariadb.session;

import java.sql.Connection;
import java.sql.SQLException;

/** The way into this machine's mysqld. */
public interface Login {
    /**
     * Opens a connection, within some seconds or not at all. It ends by nothing but its use, the process, and who ends it on purpose.
     *
     * @param answersWithin after which a statement counts as unanswered, in milliseconds; 0 for never
     */
    Connection connect(int answersWithin) throws SQLException;
}
