package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.cli.start.RealSite;
import dev.tandem.control.model.DomainName;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.plan.LabName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The command line of a computer that can hold a lab: what {@code ./tandem} starts. */
public final class Main {
    private static final String NAME = "TANDEM_LAB";

    private Main() {}

    /**
     * Runs. The system property {@code tandem.home} names the folder of Tandem's own files; the environment variable {@code
     * TANDEM_LAB} names the lab, for a second one of the same site.
     */
    public static void main(String[] arguments) {
        System.exit(run(Path.of(System.getProperty("tandem.home", ".")), System.getenv(), arguments));
    }

    static int run(Path home, Map<String, String> environment, String... arguments) {
        Optional<LabName> named;
        try {
            named = Optional.ofNullable(environment.get(NAME)).map(LabName::new);
        } catch (IllegalArgumentException e) {
            Talk.onStandardError(environment)
                    .bad("the environment variable " + NAME + ": " + e.getMessage() + "; nothing was touched");
            return Exit.USAGE.code();
        }
        Function<DomainName, LabName> names = site -> named.orElseGet(() -> LabName.ofSite(site.value()));
        LabPlace lab = new LabPlace(Places.standard(), names, named);
        List<Object> commands =
                Commands.and(List.of(new OpenCommand(lab), new BenchCommand(lab), new DrillCommand(lab)));
        return CommandLines.run(home, List.of(lab, new RealSite()), commands, arguments);
    }
}
