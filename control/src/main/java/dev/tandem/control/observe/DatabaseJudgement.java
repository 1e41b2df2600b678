package dev.tandem.control.observe;

import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what the database agents say, for the status of the site and for that of its databases alike. Pure. */
final class DatabaseJudgement {
    private static final long LAG_WORTH_TELLING_SECONDS = 10;

    /** With a megabyte a second, which is a busy site, a quarter of an hour. */
    private static final long FREE_WORTH_TELLING_MEGABYTES = 1024;

    private final DatabaseReading reading;
    private final Map<MachineName, AgentReport> reports;
    private final Findings findings;

    private DatabaseJudgement(DatabaseReading reading, Findings findings) {
        this.reading = reading;
        this.reports = reading.reports();
        this.findings = findings;
    }

    /** Adds what is found. That a machine could not be asked is the caller's to say. */
    static void judge(DatabaseReading reading, Findings findings) {
        DatabaseJudgement judgement = new DatabaseJudgement(reading, findings);
        Optional<ClusterState> state = reading.state();
        judgement.judgePrimaries();
        state.ifPresentOrElse(judgement::judgePrimary, judgement::judgeNoPrimary);
        judgement.judgeSilence();
        state.ifPresent(judgement::judgeReplicas);
        judgement.reports.forEach(judgement::judgeReport);
    }

    private void judgePrimaries() {
        List<MachineName> open = reports.entrySet().stream()
                .filter(report ->
                        report.getValue().isPrimary() && report.getValue().mayTakeWrites())
                .map(Map.Entry::getKey)
                .toList();
        if (open.size() > 1) {
            findings.grave(
                    open.getFirst() + " and " + open.getLast() + " both say that they are the primary and take writes");
        }
    }

    private void judgeNoPrimary() {
        if (reading.unasked().isEmpty()) {
            findings.grave("no machine is known to be the primary database, so nobody can write" + sentences());
        } else {
            findings.unknown("no database agent that answered knows which machine is the primary; "
                    + names(reading.unasked()) + " could not be asked" + sentences());
        }
    }

    private void judgePrimary(ClusterState state) {
        MachineName primary = state.primary();
        if (reading.unasked().contains(primary)) {
            findings.unknown(
                    primary + ": it could not be asked whether it takes writes as the primary database" + sentences());
        } else if (!reading.serves(primary)) {
            AgentReport report = reports.get(primary);
            String what = primary + ": the primary database "
                    + (report != null && report.mysqld().open() && !report.letsIn()
                            ? "lets nobody in: its gate is closed"
                            : "does not take writes" + whyNot(primary, report));
            if (mayHaveBeenReplaced()) {
                findings.unknown(what + "; whether another one is the primary by now is not known: etcd answers nobody"
                        + " here, and " + names(reading.unasked()) + " could not be asked" + sentences());
            } else {
                findings.grave(what + sentences());
            }
        }
    }

    private static String whyNot(MachineName primary, @Nullable AgentReport report) {
        return report == null || report.mysqld().unwritable().isEmpty()
                ? ""
                : ", " + report.mysqld().unwritable().get()
                        + ". Where somebody holds a lock (FLUSH TABLES WITH READ LOCK, a backup): look who with tandem exec "
                        + primary
                        + " -- mariadb -e 'SHOW FULL PROCESSLIST', and end it with KILL; or: tandem db switchover";
    }

    /** Whoever hears etcd knows the present primary; without such a one, a machine that cannot be asked may be it. */
    private boolean mayHaveBeenReplaced() {
        return !reading.unasked().isEmpty() && reports.values().stream().noneMatch(AgentReport::etcd);
    }

    private void judgeSilence() {
        reading.members().forEach((name, member) -> {
            if (member.report().isEmpty() && member.unreachable().isEmpty()) {
                findings.lesser(
                        name + ": its database agent says nothing. Why: tandem logs " + name + " -u tandem-agent");
            }
        });
    }

    private void judgeReplicas(ClusterState state) {
        if (state.partner() == null && reading.members().size() > 1) {
            findings.lesser("the primary database " + state.primary()
                    + " has no partner: if it dies now, nobody takes over until it is back");
        }
        reports.forEach((name, report) -> {
            report.state()
                    .filter(known -> known.term() < state.term())
                    .ifPresent(known -> findings.lesser(
                            name + ": its agent knows of term " + known.term() + " only, it is term " + state.term()));
            if (!state.isPrimary(name)) {
                judgeReplica(name, report);
            }
        });
    }

    private void judgeReplica(MachineName name, AgentReport report) {
        if (!report.follows()) {
            findings.lesser(name + ": the replica does not get or apply what the primary writes: " + report.sentence());
        } else if (!report.letsIn()) {
            findings.lesser(name + ": the replica lets nobody in: its gate is closed");
        }
        report.mysqld().lagSeconds().ifPresent(seconds -> {
            if (seconds > LAG_WORTH_TELLING_SECONDS) {
                findings.lesser(name + ": the replica is " + seconds + " s behind");
            }
        });
    }

    private void judgeReport(MachineName name, AgentReport report) {
        if (report.doubt().isPresent()) {
            findings.lesser(name + ": its database agent does not believe what etcd holds, so nobody takes over: "
                    + report.doubt().get()
                    + ". Where no machine is cut off, somebody wrote there who is no agent: look into every voter"
                    + " (docs/security.md). Next: tandem db restate");
        } else if (!report.etcd()) {
            findings.lesser(
                    name + ": etcd does not answer its database agent, which starts, promotes and gives up nothing"
                            + " until it does");
        }
        if (report.paused()) {
            findings.lesser(name + ": its database agent is paused: nobody takes over. Next: tandem db resume");
        }
        if (report.tainted()) {
            findings.lesser(name + ": its data is not known to be its partner's: somebody killed a commit that waited. "
                    + (report.isPrimary()
                            ? "Next: tandem db switchover, then it is copied anew"
                            : "It is copied anew"));
        }
        report.freeMegabytes().ifPresent(left -> {
            if (left < FREE_WORTH_TELLING_MEGABYTES) {
                findings.lesser(
                        name + ": " + left + " MiB are left for its database, which stops when there is nothing left."
                                + " Next: make room in or around /var/lib/mysql, or give the machine a larger disk");
            }
        });
    }

    /** What the agents say, where users are concerned at once. */
    private String sentences() {
        return reports.entrySet().stream()
                .map(report -> "\n" + report.getKey() + ": " + report.getValue().sentence())
                .collect(Collectors.joining());
    }

    private static String names(List<MachineName> machines) {
        return machines.stream().map(MachineName::value).collect(Collectors.joining(", "));
    }
}
