package dev.tandem.control.cli;

import dev.tandem.control.observe.MachineStatus;
import dev.tandem.control.observe.SiteStatus;
import dev.tandem.protocol.Role;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A site's status for other programs.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param verdict well, degraded or down
 */
@Json
record StatusDocument(
        int schema, String site, String place, String verdict, List<String> troubles, List<Entry> machines) {
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
            Map<String, String> units,
            @Nullable String release,
            Map<String, String> servers,
            @Nullable Long maintenanceSeconds,
            @Nullable DatabaseEntry database) {}

    /** {@code role} is primary or replica. */
    @Json
    record DatabaseEntry(
            String role,
            boolean readOnly,
            boolean following,
            @Nullable Long lagSeconds) {}

    static StatusDocument of(Workplace workplace, SiteStatus status) {
        return new StatusDocument(
                1,
                workplace.site().name().value(),
                workplace.place().word(),
                status.verdict().name().toLowerCase(Locale.ROOT),
                status.troubles(),
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
                status.units(),
                status.release().orElse(null),
                status.servers(),
                orNull(status.maintenanceSeconds()),
                status.database().map(StatusDocument::entry).orElse(null));
    }

    private static DatabaseEntry entry(MachineStatus.Database database) {
        return new DatabaseEntry(
                database.source().isPresent() ? "replica" : "primary",
                database.readOnly(),
                database.following(),
                orNull(database.lagSeconds()));
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
