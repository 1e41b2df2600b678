package dev.tandem.agent.loop;

import dev.tandem.agent.decide.AgentState;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.kernel.Gate;
import dev.tandem.agent.mariadb.Database;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Says how the agent is: a file for whoever is on the machine, JSON and figures for whoever asks. */
public final class Reporter {
    private static final System.Logger LOG = System.getLogger("agent");
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final long MEBIBYTE = 1024L * 1024;

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
        return ReportText.of(report(state, seen, gate));
    }

    private AgentReport report(AgentState agent, Database.Look seen, Gate.Mode gate) {
        ClusterView.Recorded recorded = agent.view().state();
        ClusterState state = recorded == null ? null : recorded.state();
        return new AgentReport(
                agent.self().value(),
                Optional.of(Instant.now()),
                agent.sentence(),
                state == null ? 0 : state.term(),
                Optional.ofNullable(state),
                role(agent, state),
                mysqld(agent.database(), seen),
                AgentReport.Gate.valueOf(gate.name()),
                isFresh(
                        agent,
                        agent.view().readAt() == null
                                ? 0
                                : agent.view().readAt().nanos()),
                agent.view().paused(),
                agent.tainted(),
                heard(agent),
                OptionalLong.of(free()),
                agent.requestDone(),
                Optional.ofNullable(notSwitched),
                Optional.ofNullable(agent.view().doubt()));
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

    private static AgentReport.Role role(AgentState agent, @Nullable ClusterState state) {
        return switch (agent.database()) {
            case DatabaseStatus.Stopped _ -> AgentReport.Role.STOPPED;
            case DatabaseStatus.Busy _ -> AgentReport.Role.BUSY;
            case DatabaseStatus.Running _ ->
                state == null
                        ? AgentReport.Role.NONE
                        : state.isPrimary(agent.self()) ? AgentReport.Role.PRIMARY : AgentReport.Role.REPLICA;
        };
    }

    private static AgentReport.Mysqld mysqld(DatabaseStatus status, Database.Look seen) {
        if (!(status instanceof DatabaseStatus.Running running)) {
            return AgentReport.Mysqld.NONE;
        }
        MachineName source = running.following().source();
        return new AgentReport.Mysqld(
                true,
                running.open(),
                running.semiSync(),
                Optional.of(running.incarnation().value()),
                running.binlog().toString(),
                running.received().toString(),
                Optional.ofNullable(source).map(MachineName::value),
                AgentReport.Receiving.valueOf(running.following().receiving().name()),
                running.following().applying(),
                seen.lagSeconds().isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(seen.lagSeconds())),
                Optional.ofNullable(seen.unwritable()));
    }

    /** (A FileStore would read the list of all mounts each time.) */
    private long free() {
        File place = data.toFile();
        return (place.exists() ? place : new File("/")).getUsableSpace() / MEBIBYTE;
    }

    /** For Prometheus; each with the machine it is about, which the scraper knows. */
    String metrics(AgentState state, Database.Look seen, Gate.Mode gate) {
        AgentReport report = report(state, seen, gate);
        StringBuilder text = new StringBuilder();
        gauge(text, "tandem_database_term", "The term of the site's state that the agent acts on.", report.term());
        gauge(text, "tandem_database_primary", "Whether this machine is primary.", is(report.isPrimary()));
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
        gauge(
                text,
                "tandem_database_free_megabytes",
                "Free space for the data.",
                report.freeMegabytes().orElse(0));
        gauge(text, "tandem_database_decisions", "Changes of mind since the agent began.", decisions.get());
        if (report.mysqld().lagSeconds().isPresent()) {
            gauge(
                    text,
                    "tandem_database_lag_seconds",
                    "Behind the primary.",
                    report.mysqld().lagSeconds().getAsLong());
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
