package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.OwnMachines;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.secret.Unfinished;
import dev.tandem.control.model.Machine;
import dev.tandem.control.observe.MachineStatus;
import dev.tandem.control.observe.SiteStatus;
import dev.tandem.control.observe.StatusReading;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.vault.VaultException;
import dev.tandem.protocol.AgentReport;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says how the site is: the verdict first, then machine by machine. */
@Command(name = "status", description = "Say how the site is: the verdict first, then machine by machine.")
public final class StatusCommand extends SiteCommand {
    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        Instant now = Instant.now();
        List<DesiredMachine> outline = workplace.outline();
        // At the same time, because a machine that is away is waited for once then.
        CompletableFuture<List<String>> strangers = CompletableFuture.supplyAsync(
                () -> OwnMachines.troubles(workplace),
                task -> Thread.ofVirtual().name("first look").start(task));
        SiteStatus status = new StatusReading(workplace.fleet(), workplace.layout())
                .read(outline, now)
                .withTroubles(ended(strangers));
        if (json) {
            Json.print(StatusDocument.of(workplace, status));
        } else {
            lines(workplace, status, now).stream().map(talk::completed).forEach(Output::line);
        }
        return Exit.of(status.verdict());
    }

    /** What it came to, or what it threw: to whoever asked for it, it was one of this command's steps. */
    private static List<String> ended(CompletableFuture<List<String>> look) {
        try {
            return look.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static List<String> lines(Workplace workplace, SiteStatus status, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(workplace.site().name() + " is " + verdict(status));
        status.troubles().forEach(trouble -> lines.add("  ! " + trouble.replace("\n", "\n    ")));
        lines.add("");
        boolean several = workplace.site().virtualAddress().isShared();
        status.machines()
                .forEach(machine -> lines.add(line(workplace.layout().machine(machine.machine()), machine, several)));
        status.nearestExpiry().ifPresent(expiry -> {
            lines.add("");
            lines.add("  certificates: the first to end is " + expiry.machine() + "'s for " + expiry.use() + ", "
                    + Duration.between(now, expiry.end()).toDays() + " days from now");
        });
        rotation(workplace).ifPresent(rotation -> lines.add("  " + rotation));
        return lines;
    }

    /** That secrets are being replaced; or why the vault cannot tell, which is no reason not to say how the site is. */
    private static Optional<String> rotation(Workplace workplace) {
        try {
            return Unfinished.rotation(workplace);
        } catch (VaultException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static String verdict(SiteStatus status) {
        int troubles = status.troubles().size();
        String count = troubles == 1 ? "1 thing is not as it" : troubles + " things are not as they";
        return switch (status.verdict()) {
            case WELL -> "well: " + status.machines().size() + " machines, everything runs";
            case DEGRADED -> "serving, but degraded: " + count + " should be";
            case DOWN ->
                (status.seenDown() ? "down: " : "not known to serve: ")
                        + status.troubles().getFirst();
        };
    }

    private static String line(Machine machine, MachineStatus status, boolean several) {
        String roles = machine.roles().stream().map(Role::word).collect(Collectors.joining(" "));
        List<String> facts = new ArrayList<>();
        if (status.unreachable().isPresent()) {
            facts.add("does not answer");
        }
        if (status.ownsVirtualAddress()) {
            facts.add("owns " + (several ? String.join(" and ", status.virtualAddresses()) : "the virtual address"));
        }
        if (status.maintenanceSeconds().isPresent()) {
            facts.add(
                    "in maintenance (Retry-After " + status.maintenanceSeconds().getAsLong() + " s)");
        }
        status.agent().ifPresent(report -> facts.add(databaseWords(report)));
        status.release().ifPresent(release -> facts.add("release " + release));
        if (!status.servers().isEmpty()) {
            long up = status.servers().values().stream()
                    .filter(health -> health.startsWith("UP"))
                    .count();
            facts.add("sees " + up + " of " + status.servers().size() + " servers up");
        }
        long running = status.units().values().stream().filter("active"::equals).count();
        facts.add(running + "/" + status.units().size() + " units");
        return String.format(
                Locale.ROOT,
                "  %-10s %-15s %-18s %s",
                machine.name(),
                machine.address(),
                roles,
                String.join(", ", facts));
    }

    private static String databaseWords(AgentReport report) {
        if (report.isPrimary()) {
            String partner = report.state()
                    .flatMap(state -> Optional.ofNullable(state.partner()))
                    .map(present -> ", partner " + present.machine())
                    .orElse(", no partner");
            return "primary" + (report.mysqld().open() ? "" : " (read-only)") + partner;
        }
        if (report.role() != AgentReport.Role.REPLICA) {
            return "database " + report.role().word();
        }
        if (!report.follows()) {
            return "replica (not following)";
        }
        return "replica"
                + (report.mysqld().lagSeconds().isPresent()
                        ? ", lag " + report.mysqld().lagSeconds().getAsLong() + " s"
                        : "");
    }
}
