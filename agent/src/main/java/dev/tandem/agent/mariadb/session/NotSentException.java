package dev.tandem.agent.mariadb.session;

import java.io.Serial;
import java.sql.SQLException;

/** There was no way to mysqld: nothing of an order was sent, and nothing of it is still to come. */
public final class NotSentException extends SQLException {
    @Serial
    private static final long serialVersionUID = 1;

    NotSentException(SQLException why) {
        super(why.getMessage(), why.getSQLState(), why);
    }
}
