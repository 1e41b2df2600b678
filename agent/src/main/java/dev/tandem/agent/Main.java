package dev.tandem.agent;

import dev.tandem.agent.etcd.Etcd;
import dev.tandem.agent.etcd.Leadership;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.kernel.Waiting;
import dev.tandem.agent.loop.Edges;
import dev.tandem.agent.loop.LifeNumber;
import dev.tandem.agent.loop.Loop;
import dev.tandem.agent.loop.Reporter;
import dev.tandem.agent.loop.Sentry;
import dev.tandem.agent.mariadb.Mariadb;
import dev.tandem.agent.mariadb.Place;
import dev.tandem.agent.mariadb.data.Folders;
import dev.tandem.agent.peer.Door;
import dev.tandem.agent.peer.Peers;
import dev.tandem.agent.route.Director;
import dev.tandem.agent.route.OutOfReach;
import dev.tandem.agent.route.Routes;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.notify.ServiceManager;
import dev.tandem.protocol.tls.PemIdentity;
import dev.tandem.protocol.tls.SmallQuestion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code run FILE}: the agent. Anything else is a command, see {@link Commands} and {@link Awaiting}. */
public final class Main {
    private static final System.Logger LOG = System.getLogger("agent");

    /** A machine that is well answers in milliseconds; two tries fit into the life of the gate. */
    private static final Duration ANSWER = Duration.ofMillis(400);

    /** A command has just begun, has all to load, and time. */
    private static final Duration PATIENT_ANSWER = Duration.ofSeconds(5);

    private static final Duration ASKS_SYSTEMD = Duration.ofSeconds(1);
    private static final Duration LOOKS_WHO_LEADS = Duration.ofSeconds(5);
    private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);

    private final Configuration configuration;
    private final PemIdentity identity;
    private final Duration answer;
    private final SmallQuestion question;
    private final ServiceManager systemd = ServiceManager.from(System.getenv());

    private Main(Configuration configuration, Duration answer) throws IOException, GeneralSecurityException {
        this.configuration = configuration;
        this.answer = answer;
        identity = PemIdentity.read(configuration.identity(), configuration.authority());
        question = new SmallQuestion(identity.client(), answer);
    }

    /** Ends with 0 when what was asked for is done, with 1 when not, with 2 when it was not understood. */
    public static void main(String[] words) {
        if (words.length < 2) {
            System.err.println("usage: agent.jar run|" + Commands.NAMES
                    + " FILE [MACHINE [SWITCHED-OFF]], or agent.jar " + Awaiting.USAGE);
            System.exit(2);
        }
        if (Awaiting.knows(words[0])) {
            System.exit(Awaiting.here().run(words));
        }
        setProperties();
        // A thread that is gone would be missed too late: the next agent has all of them.
        Thread.setDefaultUncaughtExceptionHandler(Main::end);
        try {
            boolean runs = words[0].equals("run");
            Main main = new Main(Configuration.read(Path.of(words[1])), runs ? ANSWER : PATIENT_ANSWER);
            if (runs) {
                main.run();
            } else {
                System.exit(new Commands(main.etcd(main.voters()), main.peers(), main.configuration).run(words));
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException wrong) {
            System.err.println("<3>the agent cannot begin: " + wrong.getMessage());
            System.exit(1);
        }
    }

    /** Of the JDK's server and clients, which read them when they are first used. */
    static void setProperties() {
        // jdk.httpserver: whoever does not finish a request, or says nothing, is shut out.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpserver.maxConnections", "500");
        // What may have been done must not be asked for twice behind our back.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private static void end(Thread thread, Throwable failure) {
        System.err.println("<3>thread " + thread.getName() + " ended, and with it the agent: " + failure);
        failure.printStackTrace(System.err);
        Runtime.getRuntime().halt(1);
    }

    /** With the key that opens etcd, which is another one than that for other agents. */
    private SmallQuestion voters() throws IOException, GeneralSecurityException {
        return new SmallQuestion(
                PemIdentity.read(configuration.consensusIdentity(), configuration.consensusAuthority())
                        .client(),
                answer);
    }

    private Etcd etcd(SmallQuestion voters) {
        return new Etcd(configuration.consensus(), voters, new ClusterKeys(configuration.site()), configuration.self());
    }

    private Peers peers() {
        return new Peers(configuration.self(), configuration.databases(), configuration.port(), question);
    }

    private void run() throws IOException, GeneralSecurityException {
        Peers peers = peers();
        Routes own = new Routes();
        if (configuration.hasApplication()) {
            List<MachineName> databases = List.copyOf(configuration.databases().keySet());
            OutOfReach outOfReach = new OutOfReach(configuration.outOfReach(), configuration.routers());
            new Director(
                            configuration.routerSocket(),
                            configuration.runnerSocket(),
                            outOfReach,
                            databases,
                            agents(peers, own))
                    .start();
        }
        if (configuration.hasDatabase()) {
            keepDatabase(peers, own);
        } else {
            systemd.ready("directs the router");
            while (!Thread.interrupted()) {
                lives();
                LockSupport.parkNanos(SIGN_OF_LIFE.toNanos());
            }
        }
    }

    /** What the agents say; this one says it without a connection. */
    private Director.Agents agents(Peers peers, Routes own) {
        MachineName self = configuration.self();
        boolean here = configuration.hasDatabase();
        return (machine, seen, pauses, limit, patience) -> {
            if (!here || !machine.equals(self)) {
                return peers.route(machine, seen, pauses, limit, patience);
            }
            try {
                return own.after(seen, self, pauses, limit);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the agent ends");
            }
        };
    }

    private void keepDatabase(Peers peers, Routes routes) throws IOException, GeneralSecurityException {
        Place place = configuration.place();
        Gate gate = new Gate(Programs.OF_MACHINE);
        AtomicReference<Loop> loop = new AtomicReference<>();
        Mariadb mariadb = new Mariadb(place, Programs.OF_MACHINE, gate, peers::copyOf, () -> {
            Loop told = loop.get();
            if (told != null) {
                told.look();
            }
        });
        SmallQuestion voters = voters();
        Edges edges = new Edges(etcd(voters), mariadb, gate, peers, routes);
        Reporter reporter = new Reporter(Path.of(AgentReport.FILE), Folders.OF_MACHINE.data());
        Thread turns = Thread.currentThread();
        Sentry sentry = new Sentry(new Waiting()::sinceLastAsked, this::lives, () -> endHanging(turns));
        Loop keeping = new Loop(
                new Loop.Keeper(
                        configuration.self(),
                        configuration.otherDatabases(),
                        new LifeNumber(Folders.OF_MACHINE.state().resolve("life")).next(System.currentTimeMillis()),
                        configuration.replicaLag()),
                edges,
                reporter,
                sentry::turned);
        loop.set(keeping);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("leaving").unstarted(() -> keeping.leave(goesDown())));
        Door.open(
                new InetSocketAddress(configuration.address(), configuration.port()),
                identity.serverFor(names()),
                configuration.databases().keySet(),
                keeping,
                routes);
        configuration.ownVoter().ifPresent(voter -> keepLeaderAway(voter, voters));
        systemd.ready("keeps the database");
        sentry.start();
        keeping.run();
    }

    private void lives() {
        systemd.tell("WATCHDOG=1");
    }

    /** Nothing of it can be asked to end; systemd starts the next one. */
    private static void endHanging(Thread turns) {
        System.err.println("<3>the agent's loop hangs, and the agent ends; it stood at:");
        for (StackTraceElement place : turns.getStackTrace()) {
            System.err.println("<3>  " + place);
        }
        Runtime.getRuntime().halt(1);
    }

    private void keepLeaderAway(InetSocketAddress voter, SmallQuestion voters) {
        Leadership leadership = new Leadership(
                configuration.consensus(),
                voter,
                Set.copyOf(configuration.databases().values()),
                voters);
        Thread.ofPlatform().daemon().name("leadership").start(() -> {
            while (true) {
                LockSupport.parkNanos(LOOKS_WHO_LEADS.toNanos());
                try {
                    leadership
                            .handOver()
                            .ifPresent(to -> LOG.log(
                                    System.Logger.Level.INFO,
                                    "etcd is led from " + to.getHostString() + " now, where no database is."));
                } catch (IOException away) {
                    LOG.log(System.Logger.Level.DEBUG, "etcd's leader cannot be moved", away);
                }
            }
        });
    }

    private static boolean goesDown() {
        return Programs.OF_MACHINE
                .run(ASKS_SYSTEMD, "systemctl", "is-system-running")
                .output()
                .equals("stopping");
    }

    /** Who may come: agents, and routers, which may ask who is the primary and nothing else. */
    private Set<String> names() {
        return Stream.concat(
                        configuration.agents().stream().map(Door::agentName),
                        configuration.routers().stream().map(Door::routerName))
                .collect(Collectors.toUnmodifiableSet());
    }
}
