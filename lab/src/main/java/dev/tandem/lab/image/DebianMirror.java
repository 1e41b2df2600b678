package dev.tandem.lab.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where this computer gets Debian from.
 *
 * @param archive the main archive's address
 * @param security the security archive's address, where the computer uses one
 */
record DebianMirror(String archive, Optional<String> security) {
    private static final Set<String> RELEASES = Set.of(
            "bullseye",
            "bookworm",
            "trixie",
            "forky",
            "duke",
            "sid",
            "oldoldstable",
            "oldstable",
            "stable",
            "testing",
            "unstable");

    private static final String SECURITY = "-security";

    /** Chooses among this computer's apt entries; empty when none of them is Debian's own archive. */
    static Optional<DebianMirror> among(List<AptEntry> entries) {
        Optional<String> security = best(
                entries,
                entry -> entry.suite().endsWith(SECURITY)
                        && RELEASES.contains(entry.suite().replace(SECURITY, "")));
        return best(entries, entry -> RELEASES.contains(entry.suite()))
                .map(archive -> new DebianMirror(archive, security));
    }

    /** The text of a sources.list for this suite: only `main`, as all that the lab needs is there. */
    String sourcesList(String suite) {
        String main = "deb " + archive + " " + suite + " main\n";
        return main
                + security.map(uri -> "deb " + uri + " " + suite + SECURITY + " main\n")
                        .orElse("");
    }

    /**
     * Others name their suites after Debian's, too. Signed by Debian's keyring is surely Debian; a path that ends as
     * Debian's archives do comes next.
     */
    private static Optional<String> best(List<AptEntry> entries, Predicate<AptEntry> suite) {
        return entries.stream()
                .filter(suite)
                .filter(entry -> entry.components().contains("main"))
                .min(Comparator.comparing((AptEntry entry) -> !entry.signedBy().contains("debian-archive"))
                        .thenComparing(entry -> !entry.uri().matches(".*/debian(-security)?/?")))
                .map(AptEntry::uri);
    }
}
