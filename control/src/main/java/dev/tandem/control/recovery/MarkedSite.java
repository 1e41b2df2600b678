package dev.tandem.control.recovery;

import dev.tandem.control.layout.Authority;
import dev.tandem.control.layout.SiteIdentity;
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

    /** Of each authority every certificate that any machine accepts. */
    public Map<Authority, List<X509Certificate>> accepted() {
        Map<Authority, List<X509Certificate>> all = new EnumMap<>(Authority.class);
        for (MachineMark mark : machines.values()) {
            mark.accepted().forEach((authority, certificates) -> {
                List<X509Certificate> known = all.computeIfAbsent(authority, _ -> new ArrayList<>());
                certificates.stream()
                        .filter(certificate -> !known.contains(certificate))
                        .forEach(known::add);
            });
        }
        return all;
    }
}
