package dev.tandem.control.recovery;

import dev.tandem.control.credentials.SiteIdentity;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/** Whose a machine is, seen from a vault. */
public sealed interface Belonging {
    /** Of the site whose vault this is. */
    record Ours(MachineMark mark) implements Belonging {}

    /** Nobody's: new, or installed again. */
    record Nobodys() implements Belonging {}

    /** Of a site that this vault did not make, or is too old a copy for. */
    record AnotherSites(MachineMark mark) implements Belonging {}

    /**
     * It could not be asked.
     *
     * @param why as a sentence that names the machine
     */
    record Unknown(String why) implements Belonging {}

    /**
     * Judges by the identity. A machine without one is known by the certificates that it accepts: a site from before there were identities is
     * ours by its authority.
     *
     * @param ours the vault's, once it has one
     * @param known certificates of the vault's authorities
     */
    static Belonging of(MachineMark mark, Optional<SiteIdentity> ours, Set<X509Certificate> known) {
        if (mark.isBlank()) {
            return new Nobodys();
        }
        boolean same = mark.identity().isPresent() ? mark.identity().equals(ours) : mark.accepts(known);
        return same ? new Ours(mark) : new AnotherSites(mark);
    }
}
