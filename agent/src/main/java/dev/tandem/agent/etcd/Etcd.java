package dev.tandem.agent.etcd;

import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Request;
import dev.tandem.protocol.tls.SmallQuestion;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The site's keys in etcd 3.5, through its JSON gateway. Values are texts that a human can read; behind the value stand who
 * wrote it and a number that nobody else has, so that two writes are never equal.
 */
public final class Etcd implements Consensus, Restating {
    private static final System.Logger LOG = System.getLogger("agent.etcd");

    private final Gateway gateway;
    private final ClusterKeys keys;
    private final MachineName self;
    private final List<String> read;
    private final Reading reading = new Reading(LOG::log);
    private final SecureRandom random = new SecureRandom();

    /** @param question shows this machine's certificate and takes etcd's */
    public Etcd(List<InetSocketAddress> members, SmallQuestion question, ClusterKeys keys, MachineName self) {
        gateway = new Gateway(members, question);
        this.keys = keys;
        read = List.of(keys.state(), keys.heartbeat(), keys.paused(), keys.request());
        this.self = self;
    }

    @Override
    public Contents read() throws NoAnswerException {
        return reading.of(run(new Transaction().getAlways(read)), 0);
    }

    @Override
    public OptionalLong swap(ClusterState next, String because, long revision, long heartbeatRevision)
            throws NoAnswerException {
        Transaction transaction = new Transaction();
        if (revision != ClusterKeys.ANY_REVISION) {
            transaction.ifRevision(keys.state(), revision);
        }
        if (heartbeatRevision != ClusterKeys.ANY_REVISION) {
            transaction.ifRevision(keys.heartbeat(), heartbeatRevision);
        }
        transaction.put(keys.state(), signed(next.toString()));
        if (!because.isEmpty()) {
            transaction.put(
                    keys.history(next.term()),
                    "time=" + Instant.now() + " primary=" + next.primary() + " because=" + because);
        }
        return revisionOf(run(transaction));
    }

    @Override
    public Beat beat(Heartbeat heartbeat, long stateRevision, long revision) throws NoAnswerException {
        Outcome outcome = run(new Transaction()
                .ifRevision(keys.state(), stateRevision)
                .ifRevision(keys.heartbeat(), revision)
                .put(keys.heartbeat(), signed(heartbeat.toString()))
                .getAlways(read));
        // What was written answers, too, where it was written.
        int first = outcome.succeeded() ? 1 : 0;
        try {
            return new Beat(revisionOf(outcome), reading.of(outcome, first));
        } catch (IllegalArgumentException notUnderstood) {
            return new Beat(revisionOf(outcome), new NotUnderstood(String.valueOf(notUnderstood.getMessage())));
        }
    }

    @Override
    public long stateRevision() throws NoAnswerException {
        return run(new Transaction().getAlways(List.of(keys.state())))
                .value(0)
                .map(Outcome.Value::revision)
                .orElse(0L);
    }

    @Override
    public OptionalLong restate(ClusterState state, Heartbeat heartbeat, long revision) throws NoAnswerException {
        return revisionOf(run(new Transaction()
                .ifRevision(keys.state(), revision)
                .put(keys.state(), signed(state.toString()))
                .put(keys.heartbeat(), signed(heartbeat.toString()))));
    }

    /** Asks the agents for something. It goes by itself after that time, also when nobody is left to take it back. */
    public void request(Request request, int seconds) throws NoAnswerException {
        Object lease = gateway.ask("/v3/lease/grant", Map.of("TTL", seconds)).get("ID");
        run(new Transaction().put(keys.request(), signed(request.toString()), String.valueOf(lease)));
    }

    public void withdrawRequest() throws NoAnswerException {
        run(new Transaction().delete(keys.request()));
    }

    /** Whether the agents only observe. */
    public void pause(boolean paused) throws NoAnswerException {
        run(paused ? new Transaction().put(keys.paused(), signed("paused")) : new Transaction().delete(keys.paused()));
    }

    /** All terms so far, the first one first. */
    public List<String> history() throws NoAnswerException {
        return run(new Transaction().getAll(keys.historyPrefix()))
                .values(0)
                .map(value -> "term="
                        + Long.parseLong(
                                value.key().substring(keys.historyPrefix().length()))
                        + " " + value.text())
                .toList();
    }

    private Outcome run(Transaction transaction) throws NoAnswerException {
        return new Outcome(gateway.ask(Transaction.PATH, transaction.asJson()));
    }

    private static OptionalLong revisionOf(Outcome outcome) {
        return outcome.succeeded() ? OptionalLong.of(outcome.revision()) : OptionalLong.empty();
    }

    private String signed(String value) {
        byte[] nonce = new byte[8];
        random.nextBytes(nonce);
        return value + Reading.SIGNATURE + self + " nonce=" + HexFormat.of().formatHex(nonce);
    }
}
