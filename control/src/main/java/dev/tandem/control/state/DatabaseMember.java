package dev.tandem.control.state;

import java.util.List;

/**
 * What the database holds of Tandem's; made on whichever machine is the primary, and comes to the others by itself.
 *
 * @param schema the application's
 * @param accounts all that Tandem makes; others are nobody's business
 */
public record DatabaseMember(String schema, List<DatabaseAccount> accounts) implements Item {
    public DatabaseMember {
        accounts = List.copyOf(accounts);
    }
}
