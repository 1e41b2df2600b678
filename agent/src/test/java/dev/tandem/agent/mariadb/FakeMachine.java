package dev.tandem.agent.mariadb;

import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.kernel.FakeFirewall;
import dev.tandem.agent.kernel.FakeHold;
import dev.tandem.agent.kernel.FakeProcess;
import dev.tandem.agent.kernel.FakePrograms;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.kernel.Programs.Result;
import dev.tandem.agent.mariadb.data.Folders;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * server2 of a site with three database machines: the agent's real {@link Mariadb} with everything in it, on folders of a test, in
 * front of fakes of mysqld, of nft and of the programs that it runs.
 */
public final class FakeMachine {
    public static final MachineName SELF = new MachineName("server2");
    public static final MachineName OTHER = new MachineName("server1");
    public static final MachineName THIRD = new MachineName("server3");
    public static final String OTHER_ADDRESS = "10.80.0.21";
    static final String SITE = "www.foobar.com";
    private static final Pattern PASSWORD = Pattern.compile("IDENTIFIED BY '([0-9a-f]+)'");

    /** As mariadb-backup writes it, on one line here. */
    static final String CONFIGURATION = "backup-my.cnf [mysqld] innodb_data_file_path=ibdata1:12M:autoextend\n";

    public final FakeMysqld mysqld = new FakeMysqld();
    public final FakeFirewall firewall = new FakeFirewall();
    public final FakePrograms programs = new FakePrograms();
    final AtomicLong skipped = new AtomicLong();
    final Folders folders;
    public final Gate gate;
    private final Place place;
    private final Path root;

    /** What a copy's stream has, line by line: name, blank, content. */
    volatile String stream = CONFIGURATION + "mariadb_backup_binlog_info binlog.000002\t344\t0-1-77\nibdata1 new\n";

    /** Whether mysqld begins when it is started; what it says when not. */
    volatile String refusesToStart = "";

    volatile boolean preparesCopies = true;
    volatile boolean extracts = true;
    private volatile @Nullable FakeHold process;
    private int pids = 1000;
    private volatile String activeState = "inactive";
    private volatile Runnable onEnd = () -> {};
    private @Nullable Mariadb mariadb;

    public FakeMachine(Path root) throws IOException {
        mysqld.clock = () -> System.nanoTime() + skipped.get();
        this.root = root;
        folders = new Folders(
                Files.createDirectories(root.resolve("run")),
                Files.createDirectories(root.resolve("state")),
                Files.createDirectories(root.resolve("lib")));
        Files.createDirectories(folders.data());
        Files.writeString(folders.data().resolve("tandem-site"), SITE + "\n");
        Files.writeString(folders.data().resolve("ibdata1"), "old");
        Path password = Files.writeString(root.resolve("replication-password"), "it's\\secret\n");
        place = new Place(
                SITE,
                SELF,
                Map.of(SELF, "10.80.0.22", OTHER, OTHER_ADDRESS, THIRD, "10.80.0.23"),
                root.resolve("authority.crt"),
                root.resolve("database.pem"),
                "tandem_replication",
                password);
        install();
        gate = new Gate(programs);
    }

    private void install() {
        programs.talks("nft", firewall::nft);
        programs.talks("mbstream", Extraction::new);
        programs.is("ss", _ -> ok());
        programs.is("date", _ -> new Result(0, "@1790000000"));
        programs.is("journalctl", _ -> new Result(0, refusesToStart));
        programs.is("systemctl", this::systemctl);
        programs.is("mariadb-backup", _ -> preparesCopies ? ok() : new Result(1, "[00] FATAL ERROR: InnoDB"));
        for (String name : List.of("chown", "chmod", "sync")) {
            programs.is(name, _ -> ok());
        }
        programs.is("rm", words -> removed(Path.of(words.getLast())));
        programs.is("mv", words -> moved(Path.of(words.get(words.size() - 2)), Path.of(words.getLast())));
    }

    private static Result ok() {
        return new Result(0, "");
    }

    private static Result removed(Path path) {
        if (Files.exists(path)) {
            try (Stream<Path> all = Files.walk(path)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(one -> one.toFile().delete());
            } catch (IOException failed) {
                return new Result(1, failed.toString());
            }
        }
        return ok();
    }

    private static Result moved(Path from, Path to) {
        try {
            Files.move(from, to);
            return ok();
        } catch (IOException failed) {
            return new Result(1, failed.toString());
        }
    }

    private Result systemctl(List<String> words) {
        if (words.get(1).equals("show")) {
            FakeHold held = process;
            boolean runs = held != null && !held.hasEnded();
            return new Result(0, "MainPID=" + (runs ? pids : 0) + "\nActiveState=" + (runs ? "active" : activeState));
        }
        if (!refusesToStart.isEmpty()) {
            return new Result(1, "Job for mariadb.service failed.");
        }
        boot();
        return ok();
    }

    /** What systemd says of mariadb.service while no process runs. */
    void systemdSays(String state) {
        activeState = state;
    }

    /** mysqld begins, with what stands on the agent's ticket. */
    private synchronized void boot() {
        try {
            Path init = folders.run().resolve("init.sql");
            Matcher password = PASSWORD.matcher(Files.exists(init) ? Files.readString(init) : "");
            mysqld.password(password.find() ? password.group(1) : "");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        pids += 1;
        FakeHold begun = new FakeHold(pids, "mariadbd");
        begun.onEnd(() -> mysqld.runs(false));
        mysqld.onShutdown(begun::end);
        mysqld.runs(true);
        programs.runs(begun);
        process = begun;
    }

    /** mysqld runs, started by an earlier agent of this machine. */
    public FakeMachine running() throws IOException {
        new Account(place, programs, mysqld::connect, folders.run()).renew();
        boot();
        return this;
    }

    /** The other machine's receiver is connected, and its acknowledgement counts. */
    public void partnerConnects() {
        mysqld.others.put(
                71, Map.of("user", "tandem_replication", "command", "Binlog Dump", "host", OTHER_ADDRESS + ":40000"));
        mysqld.semiSync.put("clients", "1");
    }

    /** It follows the other machine, has everything up to there, and acknowledges. */
    public void follows(String position) throws SQLException {
        FakeReplication replication = mysqld.replication;
        replication.source = OTHER_ADDRESS;
        replication.start(true, true);
        replication.applied = GtidPosition.parse(position);
        replication.received = replication.applied;
        replication.binlog = replication.applied;
        mysqld.settings.put("rpl_semi_sync_slave_enabled", "1");
        mysqld.table.exists = true;
    }

    /** The life that mysqld and its replication threads live. */
    public Incarnation incarnation() {
        return new Incarnation(process().identity() + "t" + mysqld.replication.applier);
    }

    /** mysqld's process. */
    public FakeHold process() {
        FakeHold held = process;
        if (held == null) {
            throw new IllegalStateException("mysqld was never started");
        }
        return held;
    }

    /** The agent's database; the same each time until another agent begins. */
    public Mariadb mariadb() {
        Mariadb present = mariadb;
        if (present == null) {
            present = new Mariadb(
                    place,
                    new Mariadb.Surroundings(
                            programs, mysqld::connect, folders, () -> System.nanoTime() + skipped.get()),
                    gate,
                    _ -> copyStream(),
                    () -> onEnd.run());
            mariadb = present;
        }
        return present;
    }

    private InputStream copyStream() throws IOException {
        if (stream.isEmpty()) {
            throw new IOException("the agent of server1 answers 503 to /copy");
        }
        return new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
    }

    /** Another agent's, in place of one that was killed. */
    Mariadb nextAgent() {
        mariadb = null;
        return mariadb();
    }

    /** Who is told of mysqld's end. */
    public void onEnd(Runnable told) {
        onEnd = told;
    }

    /** Looks as the loop does. */
    DatabaseStatus look() {
        return look(Database.Look::status);
    }

    /** The same, for this part of what is seen. */
    <T> T look(Function<Database.Look, T> part) {
        return part.apply(mariadb().look(new Tick(System.nanoTime() + skipped.get())));
    }

    /** What runs; throws ClassCastException when nothing does. */
    DatabaseStatus.Running running(DatabaseStatus seen) {
        return (DatabaseStatus.Running) seen;
    }

    /** As if that time had gone by for all that is idle. */
    void skip(java.time.Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    Path root() {
        return root;
    }

    /** mbstream: makes a file of each line. */
    private final class Extraction extends FakeProcess {
        @Override
        protected void hear(String line) {
            String[] file = line.split(" ", 2);
            try {
                Files.writeString(folders.libraries().resolve("mysql.copy").resolve(file[0]), file[1]);
            } catch (IOException failed) {
                end(1);
            }
        }

        @Override
        protected void heardAll() {
            end(extracts ? 0 : 1);
        }
    }
}
