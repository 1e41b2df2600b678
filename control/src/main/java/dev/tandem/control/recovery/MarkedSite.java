package dev.tandem.control.recovery;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A site as its machines show it. Pure.
 *
 * @param machines in the order of the site's file; at least one
 */
public record MarkedSite(Map<MachineName, MachineMark> machines) {
    /** What one machine says of an authority, its root alone may say. */
    private static final int WITNESSES = 2;

    public MarkedSite {
        machines = new LinkedHashMap<>(machines);
        if (machines.isEmpty()) {
            throw new IllegalArgumentException("a site has a machine");
        }
    }

    /** The sites that machines belong to: those with one identity are one site's, and those without one of whom they know by certificates. */
    public static List<MarkedSite> of(Map<MachineName, MachineMark> marked) {
        List<MarkedSite> sites = new ArrayList<>();
        marked.forEach((name, mark) -> {
            if (!mark.isBlank()) {
                add(sites, new MarkedSite(Map.of(name, mark)));
            }
        });
        return sites.stream().map(site -> site.inOrderOf(marked)).toList();
    }

    private static void add(List<MarkedSite> sites, MarkedSite site) {
        Optional<MarkedSite> same =
                sites.stream().filter(each -> each.isOneWith(site)).findFirst();
        if (same.isEmpty()) {
            sites.add(site);
            return;
        }
        sites.remove(same.get());
        Map<MachineName, MachineMark> both = new LinkedHashMap<>(same.get().machines());
        both.putAll(site.machines());
        // What was apart until now may know this one by different things.
        add(sites, new MarkedSite(both));
    }

    private boolean isOneWith(MarkedSite other) {
        if (written().isPresent() && other.written().isPresent()) {
            return written().equals(other.written());
        }
        Set<X509Certificate> mine = certificates().collect(Collectors.toSet());
        return other.certificates().anyMatch(mine::contains);
    }

    private MarkedSite inOrderOf(Map<MachineName, MachineMark> all) {
        Map<MachineName, MachineMark> ordered = new LinkedHashMap<>();
        all.forEach((name, mark) -> {
            if (machines.containsKey(name)) {
                ordered.put(name, mark);
            }
        });
        return new MarkedSite(ordered);
    }

    private Optional<SiteIdentity> written() {
        return machines.values().stream()
                .flatMap(mark -> mark.identity().stream())
                .findFirst();
    }

    private Stream<X509Certificate> certificates() {
        return machines.values().stream().flatMap(MachineMark::certificates);
    }

    /** The site's name, where a machine has it. */
    public Optional<String> name() {
        return machines.values().stream()
                .flatMap(mark -> mark.siteName().stream())
                .findFirst();
    }

    /** The identity that lies on machines; of a site from before there were any, the one that follows from its authority. */
    public SiteIdentity identity() {
        return written()
                .or(() -> Stream.of(Authority.SITE, Authority.CONSENSUS)
                        .flatMap(authority ->
                                Objects.requireNonNullElse(accepted().get(authority), List.<X509Certificate>of())
                                        .stream())
                        .findFirst()
                        .map(Vault::following))
                .orElseThrow(() -> new IllegalStateException("a machine that shows nothing belongs to no site"));
    }

    /**
     * Of each authority the certificates that two machines accept; of a site in which a single machine accepts any, that one's. Root on a
     * machine can write there what he likes, and whoever is taken for the site's authority is let in everywhere. A replacement that was
     * cut off needs no more: everybody shows what the old one signed until all accept the new one, and nobody does when the first machine
     * forgets the old one.
     *
     * @throws IllegalStateException when there is a {@link #disagreement}
     */
    public Map<Authority, List<X509Certificate>> accepted() {
        disagreement().ifPresent(words -> {
            throw new IllegalStateException(words);
        });
        Map<Authority, List<X509Certificate>> all = new EnumMap<>(Authority.class);
        for (Authority authority : Authority.values()) {
            List<X509Certificate> agreed = agreed(said(authority));
            if (!agreed.isEmpty()) {
                all.put(authority, agreed);
            }
        }
        return all;
    }

    /** What each machine accepts, and what to do, when they agree on no certificate of an authority that machines know. */
    public Optional<String> disagreement() {
        return Stream.of(Authority.values())
                .filter(authority ->
                        !said(authority).isEmpty() && agreed(said(authority)).isEmpty())
                .map(this::disagreement)
                .findFirst();
    }

    private String disagreement(Authority authority) {
        return "the machines do not agree on the " + authority.word()
                + " authority's certificate; by the beginnings of their SHA-256:\n  "
                + said(authority).entrySet().stream().map(MarkedSite::words).collect(Collectors.joining("\n  "))
                + "\nNext: see which of them was in other hands, and bring the *-authority.crt in its "
                + Certificates.FOLDER
                + " back from another machine";
    }

    /** What each machine accepts that accepts anything. */
    private Map<MachineName, List<X509Certificate>> said(Authority authority) {
        Map<MachineName, List<X509Certificate>> said = new LinkedHashMap<>();
        machines.forEach((name, mark) -> {
            List<X509Certificate> certificates = mark.accepted().get(authority);
            if (certificates != null && !certificates.isEmpty()) {
                said.put(name, certificates);
            }
        });
        return said;
    }

    private static List<X509Certificate> agreed(Map<MachineName, List<X509Certificate>> said) {
        return said.values().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(certificate -> machinesThatAccept(certificate, said) >= Math.min(WITNESSES, said.size()))
                .toList();
    }

    private static long machinesThatAccept(X509Certificate certificate, Map<MachineName, List<X509Certificate>> said) {
        return said.values().stream().filter(each -> each.contains(certificate)).count();
    }

    private static String words(Map.Entry<MachineName, List<X509Certificate>> said) {
        return said.getKey() + ": "
                + said.getValue().stream()
                        .map(Vault::following)
                        .map(SiteIdentity::toString)
                        .collect(Collectors.joining(", "));
    }
}
