package dev.tandem.agent.route;

import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Directs this machine's router the moment an agent says something new, and holds work back during a switchover. What it does, the
 * router's own checks would do seconds later, except the pause.
 */
public final class Director {
    private static final System.Logger LOG = System.getLogger("agent.route");
    private static final Duration NEWS_WITHIN = Duration.ofSeconds(2);
    private static final Duration ROUTER_STARTS = Duration.ofMillis(50);
    private static final Duration REST = Duration.ofMillis(100);
    private static final int DEFAULT_LIMIT = 1000;

    /** How long work is held back when nobody says that it may go on. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** What is left on a server that is no primary any more has had its answers by then. */
    private static final Duration LEFTOVERS = Duration.ofSeconds(1);

    private final RouterSocket router;
    private final RunnerDoor runner;
    private final Agents agents;
    private final Map<MachineName, Route> routes = new LinkedHashMap<>();
    private Directions sent = Directions.NONE;
    private volatile boolean pausing;
    private int limit = DEFAULT_LIMIT;

    /** How the agents of database machines are asked. */
    public interface Agents {
        /** What that agent says, when it is another version or after the limit. */
        Route route(MachineName machine, long seen, boolean pauses, Duration limit) throws IOException;
    }

    public Director(Path socket, String runner, List<MachineName> databases, Agents agents) {
        router = new RouterSocket(socket);
        this.runner = new RunnerDoor(runner);
        this.agents = agents;
        databases.forEach(machine -> routes.put(machine, Route.UNKNOWN));
    }

    /** Begins; threads of its own watch until the process ends. */
    public void start() {
        unpause();
        // An earlier agent may have ended in between.
        runner.resume();
        Thread.ofPlatform().daemon().name("router").start(this::watchRouter);
        for (MachineName machine : List.copyOf(routes.keySet())) {
            Thread.ofPlatform().daemon().name("watch-" + machine).start(() -> watch(machine));
        }
    }

    /** A router that has just started knows nothing and serves nobody. */
    private void watchRouter() {
        Object known = null;
        while (true) {
            Object life = router.life();
            if (life != null && !life.equals(known)) {
                tellAll();
            }
            known = life;
            LockSupport.parkNanos(ROUTER_STARTS.toNanos());
        }
    }

    private synchronized void tellAll() {
        sent = Directions.NONE;
        Directions next = Directions.of(routes);
        tell(next);
        sent = next;
    }

    private void watch(MachineName machine) {
        Route known = Route.UNKNOWN;
        while (true) {
            try {
                known = agents.route(machine, known.version(), pausing, NEWS_WITHIN);
            } catch (IOException silent) {
                known = Route.UNKNOWN;
                LockSupport.parkNanos(REST.toNanos());
            }
            learn(machine, known);
        }
    }

    private synchronized void learn(MachineName machine, Route route) {
        Route before = routes.put(machine, route);
        if (before != null && before.saysTheSameAs(route)) {
            return;
        }
        Directions next = Directions.of(routes);
        if (next.paused() && !pausing) {
            pause();
        }
        tell(next);
        if (!next.paused() && pausing) {
            unpause();
        }
        sent = next;
    }

    private void tell(Directions next) {
        List<String> commands = new ArrayList<>();
        next.primary().forEach((machine, health) -> {
            if (sent.primary().get(machine) != health) {
                commands.add(RouterSocket.health("primary", machine.value(), health));
                if (health == Directions.Health.STOPPING) {
                    probe(machine);
                    cutLeftovers(machine);
                }
            }
        });
        next.replica().forEach((machine, health) -> {
            if (sent.replica().get(machine) != health) {
                commands.add(RouterSocket.health("replica", machine.value(), health));
            }
        });
        send(commands);
        if (next.readsMoved(sent)) {
            aside(runner::readElsewhere);
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
                LOG.log(System.Logger.Level.WARNING, "the router says to " + commands + ": " + answer);
            }
        } catch (IOException away) {
            LOG.log(System.Logger.Level.DEBUG, "the router is not there; it asks the agents when it starts", away);
        }
    }

    /** A primary that was replaced may be well, or dead without a word; then nobody on it gets an answer any more. */
    private void probe(MachineName machine) {
        aside(() -> {
            try {
                learn(machine, agents.route(machine, Route.UNKNOWN.version(), pausing, Duration.ZERO));
            } catch (IOException silent) {
                learn(machine, Route.UNKNOWN);
            }
        });
    }

    /** Reads on an old connection for writes would be old. */
    private void cutLeftovers(MachineName machine) {
        aside(() -> {
            LockSupport.parkNanos(LEFTOVERS.toNanos());
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
        learnLimit();
        send(List.of(RouterSocket.limit(0)));
        LOG.log(System.Logger.Level.INFO, quiet ? "holds work back." : "holds connections back; work did not end.");
        pausing = true;
        aside(() -> {
            LockSupport.parkNanos(PAUSE.toNanos());
            synchronized (this) {
                if (pausing) {
                    unpause();
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

    private void unpause() {
        learnLimit();
        send(List.of(RouterSocket.limit(limit)));
        if (pausing) {
            runner.resume();
            LOG.log(System.Logger.Level.INFO, "lets work go on.");
        }
        pausing = false;
    }
}
