package dev.tandem.control.cli;

import dev.tandem.control.model.Site;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where a site's machines come from. This is the only difference between the lab and the real site: everything else that
 * the command line does is the same over SSH.
 */
public interface Place {
    /** What {@code --on} takes. */
    String word();

    /** The folder, below {@code .tandem/}, of what this side keeps for it. */
    default String folder() {
        return word();
    }

    /** As it reads after the site's name: {@code in the lab}. */
    String phrase();

    /** Whether users may be on it, so that changes are asked for twice. */
    boolean isReal();

    /**
     * Sees to it that the machines are there and answer SSH; machines that do already are left alone.
     *
     * @param packages the Debian packages that the site will want, for those who make images
     * @param say hears what is being done
     */
    void raise(Site site, Vault vault, Set<String> packages, Consumer<String> say);

    /**
     * Takes the machines away, with everything on them.
     *
     * @throws CommandFailure where machines are not ours to take away, or something of them stayed
     */
    void raze(Site site, Vault vault, Consumer<String> say);

    /**
     * Brings the certificates of the site's authorities to its users, where they are ours to tell; on the real site people do that.
     */
    default void tellUsers(Site site, Vault vault) {}

    /** The site with the networks that machines of this place are administered from, and with what the place has of the world. */
    default Site administered(Site site) {
        return site;
    }

    /** What the user should know of {@link #administered(Site)}: where the place cannot be what the file says. */
    default Optional<String> remark(Site written) {
        return Optional.empty();
    }

    /** How to reach the machines. Throws CommandFailure when there is nothing to reach yet. */
    SshAccess access(Site site, Vault vault);

    /** The machines at these addresses, each connected when it is first asked for. */
    default Fleet fleet(Map<MachineName, String> addresses, Site site, Vault vault) {
        return Fleet.over(addresses, () -> access(site, vault));
    }

    /**
     * A machine that is only a user of the site, newly connected; the caller closes it. None where there is none. Throws
     * RemoteException.
     */
    default Optional<Remote> client(Site site, Vault vault) {
        return Optional.empty();
    }

    /** What a failure of this place's own making means to the user; none when it is another's, or nobody could foresee it. */
    default Optional<CommandFailure> foreseen(Exception failure) {
        return Optional.empty();
    }

    /** Words to put before a program's own so that it is in the machines' network; often none. */
    List<String> networkPrefix(Site site);
}
