package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.MachineStatus;
import dev.tandem.control.observe.SiteStatus;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Role;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A site's status for other programs.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param verdict well, degraded or down
 * @param nearestExpiry the certificate that ends first of all
 */
@Json
record StatusDocument(
        int schema,
        String site,
        String place,
        String verdict,
        List<String> troubles,
        @Nullable ExpiryEntry nearestExpiry,
        List<Entry> machines) {
    /**
     * One machine. What does not concern it is left out.
     *
     * @param maintenanceSeconds the Retry-After of a balancer that is in maintenance
     */
    @Json
    record Entry(
            String machine,
            List<String> roles,
            boolean reachable,
            boolean ownsVirtualAddress,
            List<String> virtualAddresses,
            Map<String, String> units,
            @Nullable String release,
            Map<String, String> servers,
            @Nullable Long maintenanceSeconds,
            Map<String, String> certificates,
            @Nullable DatabaseEntry database) {}

    /** {@code end} is a moment in the form of ISO 8601, as those of {@code certificates} are. */
    @Json
    record ExpiryEntry(String machine, String use, String end) {}

    /**
     * What the database agent says.
     *
     * @param role primary, replica, stopped, busy, none or unknown
     * @param term of the primary that the agent knows of
     * @param partner the machine that holds everything that the primary acknowledged
     */
    @Json
    record DatabaseEntry(
            String role,
            boolean readOnly,
            boolean following,
            @Nullable Long lagSeconds,
            @Nullable Long term,
            @Nullable String primary,
            @Nullable String partner,
            String sentence) {

        static DatabaseEntry of(AgentReport report) {
            Optional<ClusterState> state = report.state();
            return new DatabaseEntry(
                    report.role().word(),
                    !report.mysqld().open(),
                    report.follows(),
                    orNull(report.mysqld().lagSeconds()),
                    state.map(ClusterState::term).orElse(null),
                    state.map(known -> known.primary().value()).orElse(null),
                    state.flatMap(known -> Optional.ofNullable(known.partner()))
                            .map(partner -> partner.machine().value())
                            .orElse(null),
                    report.sentence());
        }
    }

    static StatusDocument of(Workplace workplace, SiteStatus status) {
        return new StatusDocument(
                1,
                workplace.site().name().value(),
                workplace.place().word(),
                status.verdict().name().toLowerCase(Locale.ROOT),
                status.troubles(),
                status.nearestExpiry().map(StatusDocument::entry).orElse(null),
                status.machines().stream()
                        .map(machine -> entry(workplace, machine))
                        .toList());
    }

    private static Entry entry(Workplace workplace, MachineStatus status) {
        return new Entry(
                status.machine().value(),
                workplace.layout().machine(status.machine()).roles().stream()
                        .map(Role::word)
                        .toList(),
                status.unreachable().isEmpty(),
                status.ownsVirtualAddress(),
                status.virtualAddresses(),
                status.units(),
                status.release().orElse(null),
                status.servers(),
                orNull(status.maintenanceSeconds()),
                status.certificates().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                certificate -> certificate.getValue().toString())),
                status.agent().map(DatabaseEntry::of).orElse(null));
    }

    private static ExpiryEntry entry(SiteStatus.Expiry expiry) {
        return new ExpiryEntry(
                expiry.machine().value(), expiry.use(), expiry.end().toString());
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
