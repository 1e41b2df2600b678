package dev.tandem.agent.peer;

import dev.tandem.agent.route.Route;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.tls.SmallQuestion;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** The other machines' agents, asked by this one. Safe for many threads; each call has a deadline. */
public final class Peers implements Neighbours {
    private static final Duration GREETING = Duration.ofMillis(150);

    /** mariadb-backup is silent while it waits for the locks at its end. */
    private static final Duration COPY_GOES_ON = Duration.ofMinutes(2);

    private static final Jsonb JSONB = Jsonb.builder().build();
    private static final JsonType<Message> MESSAGE = JSONB.type(Message.class);
    private static final JsonType<Route> ROUTE = JSONB.type(Route.class);

    private final MachineName self;
    private final Map<MachineName, String> addresses;
    private final int port;
    private final SmallQuestion question;

    /**
     * Asks nothing yet.
     *
     * @param question shows this machine's certificate and takes the site's
     */
    public Peers(MachineName self, Map<MachineName, String> addresses, int port, SmallQuestion question) {
        this.self = self;
        this.addresses = Map.copyOf(addresses);
        this.port = port;
        this.question = question;
    }

    /** What another agent answers. */
    public record Answer(MemberStatus status, boolean promise, long sent) {}

    @Override
    public Answer ask(MachineName machine, MemberStatus status, long sent) throws IOException {
        String body = MESSAGE.toJson(Message.of(status, false, sent));
        Answer said = read(
                MESSAGE,
                message -> new Answer(message.status(), message.promise(), message.sent()),
                question.post(uri(machine, "/ask"), body));
        if (!said.status().machine().equals(machine)) {
            throw new IOException("the agent of " + machine + " answers as that of "
                    + said.status().machine());
        }
        return said;
    }

    /** Waits for news of a database; see {@link dev.tandem.agent.route.Director.Agents#route}. */
    public Route route(MachineName machine, long seen, boolean pauses, Duration limit, Duration patience)
            throws IOException {
        String path = "/route?seen=" + seen + "&router=" + self + "&pauses=" + pauses + "&millis=" + limit.toMillis();
        return read(ROUTE, route -> route, question.post(uri(machine, path), "", limit.plus(patience)));
    }

    /** An agent of another version may say what this one does not understand: no news, and no reason to end. */
    private static <T, R> R read(JsonType<T> type, Function<T, R> meaning, String answer) throws IOException {
        try {
            return meaning.apply(type.fromJson(answer));
        } catch (JsonException | IllegalArgumentException | NullPointerException garbled) {
            throw new IOException("another agent's answer is not understood: " + garbled.getMessage(), garbled);
        }
    }

    /** What another agent says of itself, as JSON. */
    public String status(MachineName machine) throws IOException {
        return question.post(uri(machine, "/status"), "");
    }

    /** Tells another agent that an operator is about to write that state, in which its machine is primary. */
    public void announce(MachineName machine, ClusterState state) throws IOException {
        question.post(uri(machine, "/announce"), state.toString());
    }

    /** A stream of all data of another machine, as {@code mbstream} takes it. */
    public InputStream copyOf(MachineName machine) throws IOException {
        return question.answer(uri(machine, "/copy"), "", COPY_GOES_ON);
    }

    /** It says something only when it is alive, and lets in. */
    @Override
    public boolean greets(MachineName machine, int databasePort) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(machine), databasePort), (int) GREETING.toMillis());
            socket.setSoTimeout((int) GREETING.toMillis());
            return socket.getInputStream().read() >= 0;
        } catch (IOException silent) {
            return false;
        }
    }

    private URI uri(MachineName machine, String path) {
        return URI.create("https://" + address(machine) + ":" + port + path);
    }

    private String address(MachineName machine) {
        String address = addresses.get(machine);
        if (address == null) {
            throw new IllegalArgumentException("no agent of " + machine + " is known");
        }
        return address;
    }
}
