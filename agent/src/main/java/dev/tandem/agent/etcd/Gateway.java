package dev.tandem.agent.etcd;

import dev.tandem.protocol.tls.SmallQuestion;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One question to etcd's JSON gateway (etcd.io/docs/v3.5/dev-guide/api_grpc_gateway): asks the member that answered last, and
 * another one when nothing was sent; after a question without an answer the next one goes to another member.
 */
final class Gateway {
    private static final JsonType<Object> JSON = Jsonb.builder().build().type(Object.class);

    private final List<InetSocketAddress> members;
    private final SmallQuestion question;
    private final AtomicInteger turn = new AtomicInteger();

    Gateway(List<InetSocketAddress> members, SmallQuestion question) {
        this.members = List.copyOf(members);
        this.question = question;
    }

    /** The answer as maps, lists and texts; numbers of 64 bits come as texts, and zeros are left out. */
    Map<?, ?> ask(String path, Object question) throws NoAnswerException {
        for (int tries = 1; ; tries++) {
            int at = turn.get();
            InetSocketAddress member = members.get(Math.floorMod(at, members.size()));
            try {
                return ask(this.question, member, path, question);
            } catch (ConnectException notSent) {
                turn.compareAndSet(at, at + 1);
                if (tries == members.size()) {
                    throw new NoAnswerException("no member of etcd takes a connection", notSent);
                }
            } catch (IOException unanswered) {
                turn.compareAndSet(at, at + 1);
                throw new NoAnswerException("etcd on " + member + ": " + unanswered, unanswered);
            }
        }
    }

    /** Asks that member and no other. */
    static Map<?, ?> ask(SmallQuestion way, InetSocketAddress member, String path, Object question) throws IOException {
        URI uri = URI.create("https://" + member.getHostString() + ":" + member.getPort() + path);
        String answer = way.post(uri, JSON.toJson(question));
        try {
            Map<?, ?> json = (Map<?, ?>) JSON.fromJson(answer);
            if (!(json.get("header") instanceof Map)) {
                // Of a transaction, what is left out means no: an answer of somebody else's must not be taken for that.
                throw new IOException("this is no answer of etcd: " + answer);
            }
            return json;
        } catch (JsonException | ClassCastException garbled) {
            throw new IOException("etcd's answer is not understood: " + garbled.getMessage(), garbled);
        }
    }
}
