package dev.tandem.control.cli;

import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.model.yaml.text.Problem;
import dev.tandem.control.recovery.Outline;
import dev.tandem.control.release.Bundles;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.render.MoveHook;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.rules.Rules;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything a command needs to work on one site in one place. Not thread-safe, except for its fleet. */
public final class Workplace implements AutoCloseable {
    private final Site site;
    private final Layout layout;
    private final Optional<String> remark;
    private final Place place;
    private final Path home;
    private final Path stateFolder;
    private final Vault vault;
    private final Fleet fleet;

    private Workplace(Site site, Optional<String> remark, Place place, Path home, Path stateFolder) {
        this.site = site;
        this.layout = Layout.of(site);
        this.remark = remark;
        this.place = place;
        this.home = home;
        this.stateFolder = stateFolder;
        this.vault = Vault.open(stateFolder.resolve(place.folder()));
        Map<MachineName, String> addresses = site.machines().stream()
                .collect(Collectors.toMap(
                        Machine::name, machine -> machine.address().toString()));
        this.fleet = place.fleet(addresses, site, vault);
    }

    /** Throws CommandFailure with every problem of the file when there is one. */
    static Workplace open(Path file, Place place, Path home) {
        Site written = read(file);
        return new Workplace(
                place.administered(written),
                place.remark(written),
                place,
                home,
                file.toAbsolutePath().resolveSibling(".tandem").normalize());
    }

    private static Site read(Path file) {
        Reading reading = new SiteReader(Path.of(System.getProperty("user.home"))).read(file);
        List<Problem> errors = Rules.problems(List.of(reading)).stream()
                .filter(Problem::isError)
                .toList();
        if (errors.isEmpty() && reading instanceof Reading.Good good) {
            return good.site();
        }
        throw new CommandFailure(
                Exit.USAGE, errors.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    public Site site() {
        return site;
    }

    /** Where the place is not what the file says. */
    Optional<String> remark() {
        return remark;
    }

    public Layout layout() {
        return layout;
    }

    public Place place() {
        return place;
    }

    public Vault vault() {
        return vault;
    }

    /** The site's machines, connected when first asked for. */
    public Fleet fleet() {
        return fleet;
    }

    /** How the place reaches machines. */
    public SshAccess access() {
        return place.access(site, vault);
    }

    /**
     * What every machine should be; what the vault does not have yet is made. Throws ReleaseException when the application's files are not as
     * they must be, and CommandFailure when the vault is half recovered or lacks what its machines use, or a file of the hook's is missing.
     */
    public List<DesiredMachine> desired() {
        OwnMachines.requireRecovered(this);
        OwnMachines.requireSecrets(this);
        Secrets secrets = vault.secrets(SecretName.neededBy(site));
        Certificates certificates = vault.certificates(CertificateRequest.neededBy(site), Instant.now());
        return rendered(vault.identity(Instant.now()), secrets, certificates, HookFiles.read(site.virtualAddress()));
    }

    /**
     * The same with words in the place of all that is secret, so that no vault is needed: for who wants to know what is where, and not with
     * which keys. Throws ReleaseException as {@link #desired} does, and CommandFailure when the hook's program is missing.
     */
    public List<DesiredMachine> outline() {
        Outline outline = Outline.of(site);
        return rendered(
                outline.identity(),
                outline.secrets(),
                outline.certificates(),
                HookFiles.outlined(site.virtualAddress()));
    }

    /** Throws what {@link #desired} throws when a file of the admin's is not as it must be, and makes nothing in the vault. */
    public void requireFiles() {
        outline();
        HookFiles.read(site.virtualAddress());
    }

    private List<DesiredMachine> rendered(
            SiteIdentity identity, Secrets secrets, Certificates certificates, Optional<MoveHook> hook) {
        Bundles bundles = new Bundles(stateFolder.resolve("cache"));
        Tree runner = bundles.program("runner", home.resolve("runner/target"));
        Tree agent = bundles.program("agent", home.resolve("agent/target"));
        Tree release = bundles.release(layout);
        return Rendering.desired(new Request(layout, identity, secrets, certificates, runner, agent, release, hook));
    }

    public List<MachineName> machineNames() {
        return site.machines().stream().map(Machine::name).toList();
    }

    /** The machines that a word on the command line means: one by its name, or all with a role. Throws CommandFailure. */
    public List<Machine> machines(String target) {
        List<Machine> named = site.machines().stream()
                .filter(machine -> machine.name().value().equals(target)
                        || machine.roles().stream().map(Role::word).anyMatch(target::equals))
                .toList();
        if (named.isEmpty()) {
            String known = site.machines().stream()
                    .map(machine -> machine.name().value())
                    .collect(Collectors.joining(", "));
            throw new CommandFailure(
                    Exit.USAGE, "'" + target + "' is neither a machine (" + known + ") nor a role of one");
        }
        return named;
    }

    @Override
    public void close() {
        fleet.close();
    }
}
