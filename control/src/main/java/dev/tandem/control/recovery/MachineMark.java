package dev.tandem.control.recovery;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.vault.KeptAuthority;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a machine shows of the site that it belongs to; nothing of it is secret.
 *
 * @param identity none on a machine that no site was made on, or before there were identities
 * @param siteName the site's name as it lies beside the identity
 * @param accepted of each authority the certificates by which the machine knows other machines of its site
 */
public record MachineMark(
        Optional<SiteIdentity> identity, Optional<String> siteName, Map<Authority, List<X509Certificate>> accepted) {
    public MachineMark {
        accepted = Map.copyOf(accepted);
    }

    /** The files that it is read from. */
    static List<String> files() {
        return Stream.concat(
                        Stream.of(SiteIdentity.FILE),
                        Stream.of(CertificateUse.values()).map(MachineMark::authorityFile))
                .toList();
    }

    /** Reads it, by path, of what stands in those files. */
    static MachineMark read(Map<String, String> held) {
        String line = held.getOrDefault(SiteIdentity.FILE, "").strip();
        Optional<SiteIdentity> identity = SiteIdentity.parse(line);
        Map<Authority, Set<X509Certificate>> accepted = new EnumMap<>(Authority.class);
        for (CertificateUse use : CertificateUse.values()) {
            List<X509Certificate> certificates =
                    KeptAuthority.certificatesIn(held.getOrDefault(authorityFile(use), ""));
            if (!certificates.isEmpty()) {
                accepted.computeIfAbsent(use.authority(), _ -> new LinkedHashSet<>())
                        .addAll(certificates);
            }
        }
        Map<Authority, List<X509Certificate>> lists = new EnumMap<>(Authority.class);
        accepted.forEach((authority, certificates) -> lists.put(authority, new ArrayList<>(certificates)));
        return new MachineMark(identity, identity.flatMap(_ -> nameBehind(line)), lists);
    }

    private static Optional<String> nameBehind(String line) {
        String[] words = line.split("\\s+", -1);
        return words.length > 1 ? Optional.of(words[1]) : Optional.empty();
    }

    private static String authorityFile(CertificateUse use) {
        return new InstalledCertificate(use).authority();
    }

    /** Whether there is nothing on it by which it belongs to anybody. */
    public boolean isBlank() {
        return identity.isEmpty() && accepted.isEmpty();
    }

    Stream<X509Certificate> certificates() {
        return accepted.values().stream().flatMap(List::stream);
    }

    boolean accepts(Set<X509Certificate> authorities) {
        return certificates().anyMatch(authorities::contains);
    }

    /** As it reads in a sentence: the site's name as far as it is known. */
    public String words() {
        return siteName.map(name -> name + ", ").orElse("")
                + identity.map(value -> "identity " + value).orElse("of another authority");
    }
}
