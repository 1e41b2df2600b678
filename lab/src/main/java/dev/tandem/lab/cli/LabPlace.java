package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Place;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import dev.tandem.control.model.Port;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.Ssh;
import dev.tandem.control.model.Tls;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.remote.SshRemote;
import dev.tandem.control.vault.Vault;
import dev.tandem.lab.DownReport;
import dev.tandem.lab.Lab;
import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ExclusiveLock;
import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.computer.LockedException;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import dev.tandem.lab.drill.Leftovers;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.network.NetworkException;
import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Machines inside this computer, with the very addresses of the site's file, in a network that nothing else can reach. */
public final class LabPlace implements Place {
    private static final String OWN = " [see whose it is (ls -la) and whether the disk is full (df); then this again]";

    private final Places places;
    private final Function<DomainName, LabName> names;
    private final Optional<LabName> named;
    private final Map<LabName, LabNetwork> networks = new ConcurrentHashMap<>();

    /**
     * Labs in these places of the computer.
     *
     * @param names which lab a site has
     * @param named the lab's own name, where it is not the site's
     */
    public LabPlace(Places places, Function<DomainName, LabName> names, Optional<LabName> named) {
        this.places = places;
        this.names = names;
        this.named = named;
    }

    @Override
    public String word() {
        return "lab";
    }

    @Override
    public String folder() {
        return named.map(name -> "lab-" + name).orElse("lab");
    }

    @Override
    public String phrase() {
        return "in the lab" + named.map(name -> " '" + name + "'").orElse("");
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void raise(Site site, Vault vault, Set<String> packages, Consumer<String> say) {
        Lab lab = new Lab(places, say::accept);
        Path key = key(vault);
        LabPlan plan = SiteLab.plan(name(site), site, packages, publicKey(key));
        try {
            lab.up(plan);
            plan.machines().forEach(machine -> Leftovers.clear(lab.machine(name(site), machine.name())));
            Files.writeString(knownHosts(vault), lab.knownHosts(name(site)));
        } catch (LabException e) {
            throw new CommandFailure(Exit.FAILED, "The lab did not come up: " + e.getMessage());
        } catch (IOException e) {
            throw new ComputerException("cannot write the machines' keys to " + knownHosts(vault) + OWN, e);
        }
    }

    /** The client is a user who has been told to trust the site's authority, and nobody else. */
    @Override
    public void tellUsers(Site site, Vault vault) {
        try (Remote client = connectClient(site, vault)) {
            String authority = Files.readString(vault.authorityCertificate());
            client.require(RemoteCommand.script(
                            "let the client trust the site's authority",
                            "umask 022; mkdir -p /etc/ssl/certs; cat > /etc/ssl/certs/ca-certificates.crt")
                    .reading(output -> output.write(authority.getBytes(StandardCharsets.US_ASCII))));
        } catch (IOException e) {
            throw new ComputerException(
                    "cannot read the authority's certificate " + vault.authorityCertificate() + OWN, e);
        }
    }

    @Override
    public Optional<Remote> client(Site site, Vault vault) {
        return Optional.of(connectClient(site, vault));
    }

    private Remote connectClient(Site site, Vault vault) {
        return SshRemote.connect(SiteLab.CLIENT, clientAddress(site).toString(), access(site, vault));
    }

    @Override
    public void raze(Site site, Vault vault, Consumer<String> say) {
        DownReport report = new Lab(places, say::accept).down(name(site));
        if (!report.remains().isEmpty()) {
            throw new CommandFailure(
                    Exit.FAILED, "These could not be removed:\n  " + String.join("\n  ", report.remains()));
        }
        try {
            Files.deleteIfExists(knownHosts(vault));
        } catch (IOException e) {
            throw new ComputerException("cannot forget the machines' keys in " + knownHosts(vault) + OWN, e);
        }
    }

    /** The command line speaks to the lab's machines from the lab's own end of its bridge. */
    @Override
    public Site administered(Site site) {
        Site here = outOfReach(site).isEmpty()
                ? site
                : site.with(new Tls(new Tls.SiteAuthority(), site.tls().hsts()));
        return here.administered(
                Ipv4Network.of(SiteLab.adminAddress(site)),
                new Ssh("root", new Port(22), site.ssh().key()));
    }

    @Override
    public Optional<String> remark(Site written) {
        return outOfReach(written)
                .map(directory ->
                        "In the lab the site's own authority signs: " + directory + " is in the world outside.");
    }

    /** The public authority that cannot be asked from here: the lab has no way to the world. */
    private static Optional<String> outOfReach(Site site) {
        return site.tls()
                .acme()
                .map(Tls.Acme::directory)
                .filter(directory -> !SiteLab.holds(site, URI.create(directory).getHost()));
    }

    @Override
    public SshAccess access(Site site, Vault vault) {
        LabNetwork network = network(site);
        return new SshAccess("root", 22, key(vault), new HostKeys(knownHosts(vault)), network::connect);
    }

    /** Every failure of a lab is for whoever uses it, in words. */
    @Override
    public Optional<CommandFailure> foreseen(Exception failure) {
        if (!(failure instanceof LabException)) {
            return Optional.empty();
        }
        Exit exit = switch (failure) {
            case LockedException _ -> Exit.LOCKED;
            case LabInterruptedException _ -> Exit.INTERRUPTED;
            default -> Exit.FAILED;
        };
        return Optional.of(new CommandFailure(exit, String.valueOf(failure.getMessage())));
    }

    @Override
    public List<String> networkPrefix(Site site) {
        return List.of("ip", "netns", "exec", new NetworkNames(name(site)).bridgeNamespace());
    }

    /** The lab's network. Throws CommandFailure when the lab is not up. */
    LabNetwork network(Site site) {
        try {
            return networks.computeIfAbsent(name(site), LabNetwork::open);
        } catch (NetworkException e) {
            throw new CommandFailure(Exit.FAILED, "The lab of " + site.name() + " is not up. Next: tandem up");
        }
    }

    /** The address of the machine that is only a user. */
    Ipv4Address clientAddress(Site site) {
        return SiteLab.clientAddress(site);
    }

    /** This computer's labs. */
    Lab lab() {
        return new Lab(places, Progress.silent());
    }

    /** Held by whoever breaks things in the site's lab. Throws LockedException when somebody else does. */
    ExclusiveLock drilling(Site site) {
        return ExclusiveLock.take(places.locks(), "drill of " + name(site), Duration.ZERO, Progress.silent());
    }

    LabName name(Site site) {
        return names.apply(site.name());
    }

    private static Path knownHosts(Vault vault) {
        return vault.directory().resolve("known_hosts");
    }

    /** The key that opens the lab's machines and nothing else; made when there is none. */
    private static Path key(Vault vault) {
        Path key = vault.directory().resolve("id_ed25519");
        if (Files.notExists(key)) {
            Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "tandem-lab", "-f", key.toString())
                    .run();
        }
        return key;
    }

    private static String publicKey(Path key) {
        try {
            return Files.readString(key.resolveSibling(key.getFileName() + ".pub"))
                    .strip();
        } catch (IOException e) {
            throw new ComputerException(
                    "cannot read the lab's public key, beside " + key
                            + " [without a copy: remove that, too; then tandem down and tandem up]",
                    e);
        }
    }
}
