package dev.tandem.control.state;

import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Optional;

/**
 * The data of one database machine: what it holds and whom it follows.
 *
 * @param schema the application's schema; made on the primary, arrives on a replica by itself
 * @param source whom this machine replicates from; none on the primary
 * @param accounts the accounts of a primary; a replica gets them from it
 */
public record DatabaseMember(String schema, Optional<ReplicationSource> source, List<DatabaseAccount> accounts)
        implements Item {
    public DatabaseMember {
        accounts = List.copyOf(accounts);
    }

    /**
     * The primary as a replica reaches it.
     *
     * @param machine the primary
     * @param user the replication account
     * @param passwordFile where, on the replica, that account's password lies, readable by root only
     * @param authority where, on the replica, the certificate of the authority lies that must have signed the primary's
     * @param identity where, on the replica, its own certificate and key lie
     */
    public record ReplicationSource(
            MachineName machine,
            String address,
            int port,
            String user,
            MachinePath passwordFile,
            MachinePath authority,
            MachinePath identity) {}
}
