package dev.tandem.agent.etcd;

import dev.tandem.protocol.tls.SmallQuestion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps etcd's leader away from databases, where a voter has none: the death of a database's machine is one fault then and not two.
 * (While etcd elects and the partner is dead, nobody confirms that the primary may serve.) Uses etcd 3.5's maintenance service
 * through its JSON gateway (etcd.io/docs/v3.5/dev-guide/api_reference_v3). For one thread.
 */
public final class Leadership {
    private static final Map<String, Object> NOTHING = Map.of();

    private final List<InetSocketAddress> members;
    private final InetSocketAddress own;
    private final Set<String> databases;
    private final SmallQuestion question;

    /**
     * Asks nothing yet.
     *
     * @param own this machine's member
     * @param databases addresses of machines that have a database
     * @param question shows this machine's certificate and takes etcd's
     */
    public Leadership(
            List<InetSocketAddress> members, InetSocketAddress own, Set<String> databases, SmallQuestion question) {
        this.members = List.copyOf(members);
        this.own = own;
        this.databases = Set.copyOf(databases);
        this.question = question;
    }

    /**
     * When this machine's member leads, hands that over to one without a database, if one is there and well. To hand over to one that is
     * not would stop etcd for an election.
     *
     * @return to whom; empty when nothing was to be done
     * @throws IOException when etcd did not answer, or refused
     */
    public Optional<InetSocketAddress> handOver() throws IOException {
        Map<?, ?> status = status(own);
        String leader = String.valueOf(status.get("leader"));
        if (!leader.equals(id(status))) {
            return Optional.empty();
        }
        for (InetSocketAddress other : members) {
            Optional<String> ready =
                    databases.contains(other.getHostString()) ? Optional.empty() : ready(other, leader);
            if (ready.isPresent()) {
                Gateway.ask(question, own, "/v3/maintenance/transfer-leadership", Map.of("targetID", ready.get()));
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** The number of a member that is there, votes and follows that leader. */
    private Optional<String> ready(InetSocketAddress member, String leader) {
        try {
            Map<?, ?> status = status(member);
            boolean follows = leader.equals(status.get("leader")) && !status.containsKey("isLearner");
            return follows ? Optional.of(id(status)) : Optional.empty();
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private Map<?, ?> status(InetSocketAddress member) throws IOException {
        return Gateway.ask(question, member, "/v3/maintenance/status", NOTHING);
    }

    private static String id(Map<?, ?> status) throws IOException {
        if (status.get("header") instanceof Map<?, ?> header && header.get("member_id") instanceof String id) {
            return id;
        }
        throw new IOException("a member of etcd does not say who it is: " + status);
    }
}
