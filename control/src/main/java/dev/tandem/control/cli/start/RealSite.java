package dev.tandem.control.cli.start;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Place;
import dev.tandem.control.model.Site;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.SocketOpener;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.vault.Vault;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The real machines, which somebody rented or bought: they are there, and they are not ours to take away. */
public final class RealSite implements Place {
    @Override
    public String word() {
        return "site";
    }

    @Override
    public String phrase() {
        return "on the real site";
    }

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public void raise(Site site, Vault vault, Set<String> packages, Consumer<String> say) {
        // They are there.
    }

    @Override
    public void raze(Site site, Vault vault, Consumer<String> say) {
        throw new CommandFailure(
                Exit.REFUSED, "'down' takes machines away, and real machines are not Tandem's to take away.");
    }

    @Override
    public SshAccess access(Site site, Vault vault) {
        if (!Files.isReadable(site.ssh().key())) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "ssh.key: there is no readable file " + site.ssh().key());
        }
        HostKeys keys = new HostKeys(vault.directory().resolve("known_hosts"));
        return new SshAccess(
                site.ssh().user(), site.ssh().port().value(), site.ssh().key(), keys, SocketOpener.direct());
    }

    @Override
    public List<String> networkPrefix(Site site) {
        return List.of();
    }
}
