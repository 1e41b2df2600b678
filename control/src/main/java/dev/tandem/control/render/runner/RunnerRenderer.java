package dev.tandem.control.render.runner;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.RunnerFiles;
import dev.tandem.control.render.WebRotation;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Migration;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The application server on the application machines, and the migration on the first of them. */
public final class RunnerRenderer implements Renderer {
    static final String CACHE_FOLDER = "/var/cache/tandem";
    static final String TRAINER = "/usr/local/lib/tandem/runner-train";

    static final InstalledCertificate IDENTITY = new InstalledCertificate(CertificateUse.RUNNER);

    private static final String UNITS = "/etc/systemd/system/";
    private static final String RUNNER_ENVIRONMENT = "/etc/tandem/runner.env";
    private static final String MIGRATION_ENVIRONMENT = "/etc/tandem/migration.env";
    private static final Ownership PROGRAM = new Ownership("root", "root", "0755");
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    @Override
    public List<Component> render(Request request, Machine machine) {
        if (!machine.has(Role.APP)) {
            return List.of();
        }
        List<Component> components = new ArrayList<>();
        if (machine.equals(request.layout().site().machinesWith(Role.APP).getFirst())) {
            request.layout()
                    .site()
                    .application()
                    .migration()
                    .ifPresent(mainClass -> components.add(migration(request, machine, mainClass)));
        }
        components.add(runner(request, machine));
        return components;
    }

    private static Component migration(Request request, Machine machine, String mainClass) {
        Layout layout = request.layout();
        MachinePath environment = new MachinePath(MIGRATION_ENVIRONMENT);
        InstalledCertificate identity = new InstalledCertificate(CertificateUse.MIGRATION);
        List<Item> items = new ArrayList<>(identity.items(request, machine, "root", Effect.NONE));
        items.add(ManagedFile.secret(
                MIGRATION_ENVIRONMENT,
                Ownership.PRIVATE,
                RunnerEnvironment.ofMigration(layout.site(), identity, request.secrets()),
                Effect.NONE));
        items.add(new Migration(
                request.release().id(),
                request.release().path().child("app"),
                mainClass,
                Layout.MIGRATOR,
                environment,
                new MachinePath(identity.identity())));
        return new Component("migration", Stage.MIGRATION, items);
    }

    private static Component runner(Request request, Machine machine) {
        return new Component(
                "runner",
                Stage.SERVER,
                items(request, machine),
                List.of(Check.of("systemd-analyze", "--man=no", "verify", UNITS + "tandem-runner.service")),
                List.of(ready()),
                WebRotation.of(request.layout(), machine));
    }

    private static List<Item> items(Request request, Machine machine) {
        Layout layout = request.layout();
        List<Item> items = new ArrayList<>(IDENTITY.items(request, machine, layout.applicationUser(), Effect.RELOAD));
        items.add(ManagedFile.secret(
                RUNNER_ENVIRONMENT,
                Ownership.PRIVATE,
                RunnerEnvironment.ofRunner(layout, request.secrets(), machine),
                Effect.RESTART));
        items.addAll(unitFiles(RunnerService.of(layout, request.runner().id())));
        items.add(new Link(
                new MachinePath("/opt/tandem/runner/current"), request.runner().id(), Effect.RESTART));
        items.add(new Link(
                new MachinePath(layout.siteFolder() + "/current"),
                "releases/" + request.release().id(),
                Effect.RESTART));
        items.add(Unit.running("tandem-runner.service"));
        items.add(Unit.running("tandem-runner-train.timer"));
        return items;
    }

    private static List<Item> unitFiles(RunnerService service) {
        return List.of(
                new Directory(new MachinePath("/usr/local/lib/tandem"), Ownership.PUBLIC_DIRECTORY),
                new Directory(new MachinePath(CACHE_FOLDER), new Ownership(Layout.TRAINEE, Layout.TRAINEE, "0755")),
                new ManagedFile(
                        new MachinePath(TRAINER),
                        PROGRAM,
                        TrainingRenderer.of().execute(new RunnerService.Training(service)),
                        Effect.NONE,
                        false),
                ManagedFile.open(
                        UNITS + "tandem-runner-train.service",
                        TrainingUnitRenderer.of().execute(new RunnerService.TrainingUnit(service)),
                        Effect.NONE),
                ManagedFile.open(
                        UNITS + "tandem-runner-train.timer",
                        TrainingTimerRenderer.of().execute(new RunnerService.TrainingTimer(service.site())),
                        Effect.NONE),
                ManagedFile.open(
                        UNITS + "tandem-runner.service",
                        UnitRenderer.of().execute(new RunnerService.Unit(service)),
                        Effect.RESTART));
    }

    /** The application server says itself that it is ready: started, and not draining. */
    private static Verification ready() {
        return Verification.within(
                READY_WITHIN,
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--output",
                "/dev/null",
                "--max-time",
                "3",
                "--unix-socket",
                RunnerFiles.MANAGEMENT,
                "http://runner/ready");
    }
}
