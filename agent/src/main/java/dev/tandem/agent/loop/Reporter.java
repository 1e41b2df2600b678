package dev.tandem.agent.loop;

import dev.tandem.agent.decide.AgentState;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.mariadb.Database;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Says how the agent is: a file for whoever is on the machine, JSON and figures for whoever asks. */
public final class Reporter {
    private static final System.Logger LOG = System.getLogger("agent");
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final long MEBIBYTE = 1024L * 1024;
    private static final JsonType<Report> JSON =
            Jsonb.builder().serializeNulls(true).build().type(Report.class);

    private final Path file;
    private final Path data;
    private volatile @Nullable String notSwitched;
    private final AtomicLong decisions = new AtomicLong();

    /**
     * @param file rewritten when something changes and each second
     * @param data the file system whose free space is told
     */
    public Reporter(Path file, Path data) {
        this.file = file;
        this.data = data;
    }

    void decided(Decision decision) {
        decisions.incrementAndGet();
        if (decision instanceof Decision.GiveUpSwitchover || decision instanceof Decision.TakeBack) {
            notSwitched = decision.sentence();
        } else if (decision instanceof Decision.PauseRouters) {
            notSwitched = null;
        }
    }

    void write(AgentState state, Database.Look seen, Gate.Mode gate) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, json(state, seen, gate) + "\n", StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritten) {
            LOG.log(System.Logger.Level.WARNING, "cannot write " + file + ": " + unwritten);
        }
    }

    String json(AgentState state, Database.Look seen, Gate.Mode gate) {
        return JSON.toJson(report(state, seen, gate));
    }

    private Report report(AgentState agent, Database.Look seen, Gate.Mode gate) {
        ClusterView.Recorded recorded = agent.view().state();
        ClusterState state = recorded == null ? null : recorded.state();
        return new Report(
                agent.self().value(),
                Instant.now().toString(),
                agent.sentence(),
                state == null ? 0 : state.term(),
                state == null ? null : state.toString(),
                role(agent, state),
                mysqld(agent.database(), seen),
                gate.name().toLowerCase(Locale.ROOT),
                isFresh(
                        agent,
                        agent.view().readAt() == null
                                ? 0
                                : agent.view().readAt().nanos()),
                agent.view().paused(),
                agent.tainted(),
                heard(agent),
                free(),
                agent.requestDone(),
                notSwitched,
                agent.view().doubt());
    }

    private static boolean isFresh(AgentState agent, long nanos) {
        return agent.view().readAt() != null && System.nanoTime() - nanos < FRESH.toNanos();
    }

    private static List<String> heard(AgentState agent) {
        return agent.view().peers().entrySet().stream()
                .filter(entry -> isFresh(agent, entry.getValue().heard().nanos()))
                .map(entry -> entry.getKey().value())
                .sorted()
                .toList();
    }

    private static String role(AgentState agent, @Nullable ClusterState state) {
        return switch (agent.database()) {
            case DatabaseStatus.Stopped _ -> "stopped";
            case DatabaseStatus.Busy _ -> "busy";
            case DatabaseStatus.Running _ ->
                state == null ? "none" : state.isPrimary(agent.self()) ? "primary" : "replica";
        };
    }

    private static Report.Mysqld mysqld(DatabaseStatus status, Database.Look seen) {
        if (!(status instanceof DatabaseStatus.Running running)) {
            return Report.Mysqld.STOPPED;
        }
        MachineName source = running.following().source();
        return new Report.Mysqld(
                true,
                running.open(),
                running.semiSync(),
                running.incarnation().value(),
                running.binlog().toString(),
                running.received().toString(),
                source == null ? null : source.value(),
                running.following().receiving().name().toLowerCase(Locale.ROOT),
                running.following().applying(),
                seen.lagSeconds(),
                seen.unwritable());
    }

    /** (A FileStore would read the list of all mounts each time.) */
    private long free() {
        File place = data.toFile();
        return (place.exists() ? place : new File("/")).getUsableSpace() / MEBIBYTE;
    }

    /** For Prometheus; each with the machine it is about, which the scraper knows. */
    String metrics(AgentState state, Database.Look seen, Gate.Mode gate) {
        Report report = report(state, seen, gate);
        StringBuilder text = new StringBuilder();
        gauge(text, "tandem_database_term", "The term of the site's state that the agent acts on.", report.term());
        gauge(
                text,
                "tandem_database_primary",
                "Whether this machine is primary.",
                is(report.role().equals("primary")));
        gauge(
                text,
                "tandem_database_open",
                "Whether mysqld takes writes.",
                is(report.mysqld().open()));
        gauge(
                text,
                "tandem_database_partner",
                "Whether commits wait for a partner.",
                is(report.mysqld().semiSync()));
        gauge(text, "tandem_database_gate_open", "Whether clients get in.", is(gate != Gate.Mode.CLOSED));
        gauge(text, "tandem_database_tainted", "Whether the data must be copied anew.", is(report.tainted()));
        gauge(text, "tandem_database_etcd", "Whether etcd answers.", is(report.etcd()));
        gauge(text, "tandem_database_free_megabytes", "Free space for the data.", report.diskFreeMegabytes());
        gauge(text, "tandem_database_decisions", "Changes of mind since the agent began.", decisions.get());
        if (!report.mysqld().lagSeconds().isEmpty()) {
            gauge(
                    text,
                    "tandem_database_lag_seconds",
                    "Behind the primary.",
                    Long.parseLong(report.mysqld().lagSeconds()));
        }
        return text.toString();
    }

    private static long is(boolean value) {
        return value ? 1 : 0;
    }

    private static void gauge(StringBuilder text, String name, String help, long value) {
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(help)
                .append("\n# TYPE ")
                .append(name);
        text.append(" gauge\n").append(name).append(' ').append(value).append('\n');
    }
}
