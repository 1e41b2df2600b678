package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.control.observe.Findings;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the database agents say, for other programs.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param verdict well, degraded or down, as far as the databases go
 * @param troubles everything that is not as it should be, the gravest first
 * @param partner the machine that holds everything that the primary acknowledged; none when there is none
 */
@Json
record DbStatusDocument(
        int schema,
        String site,
        String place,
        String verdict,
        List<String> troubles,
        @Nullable Long term,
        @Nullable String primary,
        @Nullable String partner,
        List<Entry> machines) {
    /** One machine; {@code trouble} says why there is nothing else. */
    @Json
    record Entry(
            String machine,
            @Nullable String trouble,
            @Nullable String sentence,
            @Nullable String role,
            @Nullable Long term,
            boolean open,
            boolean following,
            @Nullable String source,
            @Nullable Long lagSeconds,
            @Nullable String gate,
            boolean etcd,
            boolean paused,
            boolean tainted) {

        static Entry of(String machine, DatabaseReading.Member member) {
            return member.report()
                    .map(report -> of(machine, report))
                    .orElseGet(() -> new Entry(
                            machine,
                            member.trouble(),
                            null,
                            null,
                            null,
                            false,
                            false,
                            null,
                            null,
                            null,
                            false,
                            false,
                            false));
        }

        private static Entry of(String machine, AgentReport report) {
            return new Entry(
                    machine,
                    null,
                    report.sentence(),
                    report.role().word(),
                    report.state().map(ClusterState::term).orElse(null),
                    report.mysqld().open(),
                    report.follows(),
                    report.mysqld().source().orElse(null),
                    report.mysqld().lagSeconds().isPresent()
                            ? report.mysqld().lagSeconds().getAsLong()
                            : null,
                    report.gate().word(),
                    report.etcd(),
                    report.paused(),
                    report.tainted());
        }
    }

    static DbStatusDocument of(Workplace workplace, DatabaseReading reading) {
        Optional<ClusterState> state = reading.state();
        Findings findings = reading.findings();
        return new DbStatusDocument(
                1,
                workplace.site().name().value(),
                workplace.place().word(),
                findings.verdict().name().toLowerCase(Locale.ROOT),
                findings.troubles(),
                state.map(ClusterState::term).orElse(null),
                state.map(decided -> decided.primary().value()).orElse(null),
                state.flatMap(decided -> Optional.ofNullable(decided.partner()))
                        .map(partner -> partner.machine().value())
                        .orElse(null),
                reading.members().entrySet().stream()
                        .map(member -> Entry.of(member.getKey().value(), member.getValue()))
                        .toList());
    }
}
