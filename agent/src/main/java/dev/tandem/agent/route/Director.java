package dev.tandem.agent.route;

import dev.tandem.agent.kernel.WholeTime;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Directs this machine's router the moment an agent says something new, and holds work back during a switchover. What it does, the
 * router's own checks would do seconds later, except the pause.
 */
public final class Director {
    private static final System.Logger LOG = System.getLogger("agent.route");

    /** An agent that has no news says so after this time, so that its silence is noticed. */
    private static final Duration NEWS_WITHIN = Duration.ofMillis(300);

    /** How long an agent may take to answer. */
    private static final Duration ANSWER = Duration.ofMillis(250);

    /** The same of a second question, after which a machine counts as silent: before anybody takes over from it. */
    private static final Duration SECOND_ANSWER = Duration.ofMillis(150);

    private static final Duration ROUTER_STARTS = Duration.ofMillis(50);
    private static final Duration REST = Duration.ofMillis(100);
    private static final int DEFAULT_LIMIT = 1000;

    /** As much of what the router says as gets into the log. */
    private static final int LONGEST_ANSWER = 500;

    /** How long work is held back when nobody says that it may go on. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** Nothing is wrong with a machine that should not be read from any more, and right after a change everybody connects anew. */
    private static final Duration READS_MOVE_AFTER = Duration.ofSeconds(3);

    /** What is left on a server that is no primary any more has had its answers by then. */
    private static final Duration LEFTOVERS = Duration.ofSeconds(1);

    private final RouterSocket router;
    private final RunnerDoor runner;
    private final OutOfReach outOfReach;
    private final Agents agents;
    private final Map<MachineName, Heard> machines = new LinkedHashMap<>();
    private Directions sent = Directions.NONE;

    /** Nothing of this machine begins on the primary. What is under way there may not have ended: the primary itself looks for that. */
    private volatile boolean pausing;

    /** New connections to the primary wait. */
    private boolean holding;

    private long holds;
    private int limit = DEFAULT_LIMIT;

    /** The router may not have heard what it was told. */
    private volatile boolean unheard;

    /** How the agents of database machines are asked. */
    public interface Agents {
        /**
         * What that agent says, when it is another version or after the limit.
         *
         * @param patience how much longer the answer may take
         * @throws SocketTimeoutException when nothing came back from that machine in time
         */
        Route route(MachineName machine, long seen, boolean pauses, Duration limit, Duration patience)
                throws IOException;
    }

    /**
     * Does nothing yet.
     *
     * @param socket the router's, for commands
     * @param runner the application server's, for orders
     */
    public Director(Path socket, Path runner, OutOfReach outOfReach, List<MachineName> databases, Agents agents) {
        router = new RouterSocket(socket);
        this.runner = new RunnerDoor(runner);
        this.outOfReach = outOfReach;
        this.agents = agents;
        databases.forEach(machine -> machines.put(machine, Heard.NOTHING));
    }

    /** Begins; threads of its own watch until the process ends. */
    public void start() {
        // An earlier agent may have ended in between.
        goOn();
        outOfReach.are(Optional.empty());
        Thread.ofPlatform().daemon().name("router").start(this::watchRouter);
        for (MachineName machine : List.copyOf(machines.keySet())) {
            Thread.ofPlatform().daemon().name("watch-" + machine).start(() -> watch(machine));
        }
    }

    /** A router that has just started knows nothing and serves nobody. */
    private void watchRouter() {
        Object known = null;
        while (true) {
            Object life = router.life();
            if (life != null && (unheard || !life.equals(known))) {
                tellAll();
            }
            known = life;
            LockSupport.parkNanos(ROUTER_STARTS.toNanos());
        }
    }

    private synchronized void tellAll() {
        boolean again = unheard;
        unheard = false;
        sent = Directions.NONE;
        Directions next = Directions.of(machines);
        tell(next, machines.keySet());
        if (again) {
            if (!holding) {
                learnLimit();
            }
            send(List.of(RouterSocket.limit(holding ? 0 : limit)));
        }
        sent = next;
    }

    private void watch(MachineName machine) {
        Heard known = Heard.NOTHING;
        while (true) {
            known = ask(machine, known, NEWS_WITHIN);
            learn(machine, known);
            if (known.silent() || known.equals(Heard.NOTHING)) {
                LockSupport.parkNanos(REST.toNanos());
            }
        }
    }

    private Heard ask(MachineName machine, Heard before, Duration limit) {
        try {
            try {
                return ask(machine, before, limit, ANSWER);
            } catch (SocketTimeoutException late) {
                return ask(machine, before, Duration.ZERO, SECOND_ANSWER);
            }
        } catch (SocketTimeoutException | NoRouteToHostException silent) {
            return before.fallenSilent();
        } catch (IOException notThere) {
            return Heard.NOTHING;
        }
    }

    private Heard ask(MachineName machine, Heard before, Duration limit, Duration patience) throws IOException {
        return Heard.of(agents.route(machine, before.route().version(), pausing, limit, patience));
    }

    private synchronized void learn(MachineName machine, Heard heard) {
        Heard before = machines.put(machine, heard);
        if (before != null && before.saysTheSameAs(heard)) {
            return;
        }
        Directions next = Directions.of(machines);
        if (next.paused() && !pausing) {
            pause();
        } else if (next.suspects() && !sent.suspects() && !holding) {
            suspect();
        }
        tell(next, Set.of(machine));
        outOfReach.are(next.outOfReach());
        if (!next.holdsBack() && holding) {
            goOn();
        }
        sent = next;
    }

    /**
     * Tells the router what is new to it, and all that it was told of a machine that there is news of: its own check may have asked that
     * machine's agent before that knew, and not ask again for seconds.
     */
    private void tell(Directions next, Set<MachineName> news) {
        List<String> commands = new ArrayList<>();
        Directions.toTell(sent.primary(), next.primary(), news)
                .forEach((machine, health) -> commands.add(RouterSocket.health("primary", machine.value(), health)));
        Directions.toTell(sent.replica(), next.replica(), news)
                .forEach((machine, health) -> commands.add(RouterSocket.health("replica", machine.value(), health)));
        send(commands);
        Directions.toTell(sent.primary(), next.primary(), Set.of()).forEach((machine, health) -> {
            if (health == Directions.Health.STOPPING) {
                probe(machine);
                cutLeftovers(machine);
            }
        });
        Set<MachineName> left = next.noLongerReadFrom(sent);
        if (!left.isEmpty()) {
            // Whoever asks a silent one over an old connection waits until that is cut.
            boolean silent = machines.entrySet().stream()
                    .anyMatch(entry ->
                            left.contains(entry.getKey()) && entry.getValue().silent());
            aside(() -> {
                WholeTime.pass(silent ? Duration.ZERO : READS_MOVE_AFTER);
                runner.readElsewhere();
            });
        }
    }

    private static void aside(Runnable work) {
        Thread.ofPlatform().daemon().name("aside").start(work);
    }

    private void send(List<String> commands) {
        if (commands.isEmpty()) {
            return;
        }
        try {
            String answer = router.tell(String.join(";", commands));
            if (!answer.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the router says to " + commands + ": "
                                + answer.substring(0, Math.min(answer.length(), LONGEST_ANSWER)));
            }
        } catch (IOException away) {
            LOG.log(System.Logger.Level.DEBUG, "the router is not there, or stands still; it is told again", away);
            unheard = true;
        }
    }

    /** A primary that was replaced may be well, or dead without a word; then nobody on it gets an answer any more. */
    private void probe(MachineName machine) {
        aside(() -> learn(machine, ask(machine, Heard.NOTHING, Duration.ZERO)));
    }

    /** Reads on an old connection for writes would be old. */
    private void cutLeftovers(MachineName machine) {
        aside(() -> {
            WholeTime.pass(LEFTOVERS);
            synchronized (this) {
                if (sent.primary().get(machine) != Directions.Health.UP) {
                    send(List.of("shutdown sessions server primary/" + machine));
                }
            }
        });
    }

    /** The application server first: work that it has begun may still need a connection. */
    private void pause() {
        boolean quiet = runner.pause(PAUSE);
        holdConnections();
        LOG.log(
                System.Logger.Level.INFO,
                quiet ? "holds work back." : "holds connections back; work is not known to have ended.");
        pausing = true;
    }

    /**
     * New work waits instead of failing. Nor is anybody connecting any more when the silent machine's connections are cut: HAProxy 3.0.11
     * forgets a client whose connection to a server is under way at that moment, and it would wait until its own time-out.
     */
    private void suspect() {
        holdConnections();
        LOG.log(System.Logger.Level.INFO, "the primary is silent; holds work back.");
        aside(() -> {
            boolean _ = runner.pause(PAUSE);
        });
    }

    private void holdConnections() {
        learnLimit();
        send(List.of(RouterSocket.limit(0)));
        holding = true;
        long mine = ++holds;
        aside(() -> {
            WholeTime.pass(PAUSE);
            synchronized (this) {
                if (holding && mine == holds) {
                    goOn();
                }
            }
        });
    }

    /** The router's own limit, unless it is paused. */
    private void learnLimit() {
        try {
            int now = router.writeLimit();
            limit = now > 0 ? now : limit;
        } catch (IOException away) {
            LOG.log(System.Logger.Level.DEBUG, "the router is not there", away);
        }
    }

    private void goOn() {
        learnLimit();
        send(List.of(RouterSocket.limit(limit)));
        runner.resume();
        if (holding) {
            LOG.log(System.Logger.Level.INFO, "lets work go on.");
        }
        holding = false;
        pausing = false;
    }
}
