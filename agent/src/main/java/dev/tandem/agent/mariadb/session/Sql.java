package dev.tandem.agent.mariadb.session;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** How statements are answered that are sent together, as {@link Answers#to} does. */
public interface Sql {
    List<List<Map<String, String>>> answers(String statements) throws SQLException;

    /** The same for those that change nothing: without an answer nothing was ordered. */
    List<List<Map<String, String>>> ask(String questions) throws SQLException;
}
