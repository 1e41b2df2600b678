package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.Decision.Outcome;
import dev.tandem.agent.decide.decision.RecoveryRole;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.kernel.ProcessHold;
import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.mariadb.data.Copy;
import dev.tandem.agent.mariadb.data.DataDirectory;
import dev.tandem.agent.mariadb.data.Folders;
import dev.tandem.agent.mariadb.session.NotSentException;
import dev.tandem.agent.mariadb.session.Session;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** MariaDB 11.8 in Debian 13's unit. */
public final class Mariadb implements Database {
    private static final System.Logger LOG = System.getLogger("agent.mariadb");

    /** mysqld that does not finish a row, or answer a question, for so long is killed. */
    private static final Duration STUCK = Duration.ofSeconds(3);

    /**
     * A mysqld that cannot be asked for so long, or in which an earlier agent's orders do not end, is killed: recovery is over when it
     * says that it is ready. So is one that answers nothing and has to be given an order.
     */
    private static final Duration MUTE = Duration.ofSeconds(15);

    /** How often the session for orders, which may come after weeks, is seen to live. */
    private static final Duration TENDS_EVERY = Duration.ofSeconds(5);

    private final Server server;
    private final Account account;
    private final DataDirectory data;
    private final Released released;
    private final Statements statements;
    private final Replicas replicas;
    private final Sight sight;
    private final Session looking;
    private final Row row;
    private final Copy copy;
    private final Place place;
    private final Folders folders;
    private final LongSupplier nanos;

    /** Since an order could not be given, no other one was. */
    private volatile boolean unheard;

    private volatile boolean starting;
    private volatile String asked = "";
    private Sight.@Nullable Seen seen;
    private long lastAnswer;
    private Set<String> connected = new HashSet<>();

    /**
     * Nothing is started by this.
     *
     * @param onEnd called when mysqld has ended, by another thread
     */
    public Mariadb(Place place, Programs programs, Gate gate, Copy.Source source, Runnable onEnd) {
        this(
                place,
                new Surroundings(programs, DriverManager::getConnection, Folders.OF_MACHINE, System::nanoTime),
                gate,
                source,
                onEnd);
    }

    Mariadb(Place place, Surroundings surroundings, Gate gate, Copy.Source source, Runnable onEnd) {
        this.place = place;
        folders = surroundings.folders();
        nanos = surroundings.nanos();
        lastAnswer = nanos.getAsLong();
        Programs programs = surroundings.programs();
        server = new Server(programs, folders.run(), onEnd);
        account = new Account(place, programs, surroundings.driver(), folders.run());
        data = new DataDirectory(place.site(), programs, folders);
        released = new Released(folders.run());
        statements = new Statements(
                place, new Session(account, Statements.ANSWERS_WITHIN_MILLIS, nanos), gate, released, data);
        replicas = new Replicas(place, gate);
        sight = new Sight(place, replicas, released);
        looking = new Session(account, 1_000, nanos);
        row = new Row(new Session(account, 0, nanos), place.self().value());
        copy = new Copy(programs, data, source);
        Thread.ofPlatform().daemon().name("sessions").start(this::tendForEver);
    }

    /** What of the machine is mysqld's. */
    record Surroundings(Programs programs, Account.Driver driver, Folders folders, LongSupplier nanos) {}

    /** The looking session is used all the time, and the row's has its own thread. */
    private void tendForEver() {
        while (true) {
            LockSupport.parkNanos(TENDS_EVERY.toNanos());
            statements.tend();
        }
    }

    @Override
    public Look look(Tick now) {
        Optional<ProcessHold> process = server.process();
        if (process.isEmpty()) {
            forget();
            boolean stopped = !starting && server.isKnown();
            return of(stopped ? new DatabaseStatus.Stopped(data.isUnusable()) : new DatabaseStatus.Busy());
        }
        if (starting) {
            return of(new DatabaseStatus.Busy());
        }
        return of(running(process.get().identity(), now));
    }

    private Look of(DatabaseStatus status) {
        Sight.Seen last = seen;
        return new Look(status, data.isTainted(), last == null ? "" : last.lagSeconds(), row.refusal());
    }

    /** What was said of a process that has ended says nothing of the next. */
    private void forget() {
        if (!asked.isEmpty()) {
            asked = "";
            unheard = false;
            seen = null;
            row.abandon();
            looking.close();
            statements.abandon();
        }
        lastAnswer = nanos.getAsLong();
    }

    private DatabaseStatus running(String process, Tick now) {
        Sight.Seen last = seen;
        try {
            if (isOurs(process)) {
                last = sight.look(looking, process, now);
                seen = last;
                lastAnswer = nanos.getAsLong();
                row.want(last.status().open());
                noticeReplicas(last);
            }
        } catch (SQLException unanswered) {
            LOG.log(System.Logger.Level.DEBUG, "mysqld does not answer", unanswered);
        } catch (IllegalStateException | UncheckedIOException gate) {
            // Who may come to the replication port belongs to what is seen.
            LOG.log(System.Logger.Level.ERROR, "the gate does not answer: " + gate.getMessage());
        } catch (RuntimeException garbled) {
            LOG.log(System.Logger.Level.ERROR, "mysqld's answer is not understood: " + garbled);
        }
        Duration silent = Duration.ofNanos(nanos.getAsLong() - lastAnswer);
        if ((last == null || unheard) && silent.compareTo(MUTE) > 0) {
            return mute(process, now);
        }
        if (last == null) {
            return new DatabaseStatus.Busy();
        }
        boolean rowHangs = last.waiting() == 0 && row.waits().compareTo(STUCK) > 0;
        return rowHangs || silent.compareTo(STUCK) > 0 ? last.status().hanging() : last.status();
    }

    /** Whether nobody else can still change anything in this mysqld: an earlier agent may have left orders that are under way. */
    private boolean isOurs(String process) throws SQLException {
        if (!asked.equals(process)) {
            statements.prepare();
            if (!statements.endPredecessor()) {
                return false;
            }
            asked = process;
        }
        return true;
    }

    /** A replica that has connected anew may have had an acknowledgement on its way that nobody got. */
    private void noticeReplicas(Sight.Seen last) {
        if (!connected.containsAll(last.connected()) && last.status().open()) {
            row.now();
        }
        connected = last.connected();
    }

    /** Nothing is known of it but that it does not answer: it counts as open, so that it is killed. */
    private static Running mute(String process, Tick now) {
        return new Running(
                new Incarnation(process),
                true,
                true,
                false,
                new Serving(Set.of(), Set.of(), null, false, 0),
                GtidPosition.EMPTY,
                GtidPosition.EMPTY,
                Following.NOBODY,
                now);
    }

    @Override
    public Outcome carryOut(Decision.Act act) {
        try {
            Outcome outcome = perform(act);
            unheard = false;
            return outcome;
        } catch (NotSentException unreachable) {
            unheard = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    act.sentence() + " Not done, there is no way to mysqld: " + unreachable.getMessage());
            return Outcome.REFUSED;
        } catch (SQLException failure) {
            unheard = false;
            LOG.log(System.Logger.Level.WARNING, act.sentence() + " mysqld says: " + failure.getMessage());
            return Session.isOfConnection(failure) && server.process().isPresent() ? Outcome.UNKNOWN : Outcome.REFUSED;
        } catch (SurvivedException alive) {
            LOG.log(System.Logger.Level.ERROR, act.sentence() + " " + alive.getMessage());
            return Outcome.SURVIVED;
        } catch (IOException | RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, act.sentence() + " " + failure.getMessage());
            return Outcome.REFUSED;
        }
    }

    private Outcome perform(Decision.Act act) throws SQLException, IOException {
        switch (act) {
            case Decision.Fence fence -> server.kill();
            case Decision.Start start -> start(start.role());
            case Decision.Stop stop -> stop();
            case Decision.Open open -> statements.open(place.self());
            case Decision.SemiSync semiSync ->
                statements.semiSync(
                        semiSync.on(),
                        server.process().map(ProcessHold::identity).orElse(""));
            case Decision.Admit admit -> replicas.admit(admit.replica(), admit.voice());
            case Decision.Expel expel -> replicas.expel(expel.replica());
            case Decision.StopReceiver stopReceiver -> statements.stopReceiver();
            case Decision.Receive receive -> statements.receive(receive.acknowledge());
            case Decision.Follow follow -> statements.follow(follow);
            case Decision.Demote demote -> statements.demote();
            case Decision.Rebuild rebuild -> rebuild(rebuild.source());
            case Decision.MarkTainted taint -> data.markTainted("a commit was released without its acknowledgement");
            case Decision.Close close -> {
                row.rest();
                statements.close();
            }
            case Decision.PauseRouters routers -> throw new IllegalArgumentException("routers are not MariaDB's");
            case Decision.GiveUpSwitchover given -> throw new IllegalArgumentException("routers are not MariaDB's");
        }
        return Decision.Outcome.DONE;
    }

    /** Acknowledges nothing meanwhile: the primary could take it for its partner, by a word from before, and lose it at the end. */
    private void rebuild(MachineName source) throws IOException {
        try {
            if (server.process().isPresent()) {
                statements.stopReceiver();
            }
        } catch (SQLException unanswered) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "ends mysqld, which does not stop receiving: " + unanswered.getMessage());
            server.kill();
        }
        copy.of(source, server::kill);
    }

    private void start(RecoveryRole role) throws IOException {
        starting = true;
        try {
            account.renew();
            server.start(role, ServerNumber.next(place, folders.state()), account.file());
        } catch (IOException failure) {
            String said = String.valueOf(failure.getMessage());
            if (said.contains("annot truncate the binary log")) {
                data.markUnusable("the binlog's end cannot be truncated: a statement there cannot be rolled back");
            }
            throw failure;
        } finally {
            starting = false;
        }
    }

    /** In an orderly way: nothing waits on a replica. */
    private void stop() throws SQLException, IOException {
        Optional<ProcessHold> process = server.process();
        statements.shutdown();
        if (process.isPresent()) {
            server.awaitStop(process.get());
        }
    }
}
