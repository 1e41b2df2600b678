package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.cli.start.RealSite;
import dev.tandem.control.model.DomainName;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.plan.LabName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The command line of a computer that can hold a lab: what {@code ./tandem} starts. */
public final class Main {
    private Main() {}

    /**
     * Runs. The system property {@code tandem.home} names the folder of Tandem's own files; the environment variable {@code
     * TANDEM_LAB} names the lab, for a second one of the same site.
     */
    public static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("tandem.home", "."));
        Optional<LabName> named =
                Optional.ofNullable(System.getenv("TANDEM_LAB")).map(LabName::new);
        Function<DomainName, LabName> names = site -> named.orElseGet(() -> LabName.ofSite(site.value()));
        LabPlace lab = new LabPlace(Places.standard(), names, named);
        List<Object> commands =
                Commands.and(List.of(new OpenCommand(lab), new BenchCommand(lab), new DrillCommand(lab)));
        System.exit(CommandLines.run(home, List.of(lab, new RealSite()), commands, arguments));
    }
}
