package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What Debian's testssl.sh finds at the virtual address, from where users are.
 *
 * @param findings each with its id, severity and sentence
 */
record TlsScan(List<Map<String, Object>> findings) {
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Set<String> SERIOUS = Set.of("MEDIUM", "HIGH", "CRITICAL", "FATAL", "WARN");
    /**
     * What it cannot try for reasons of its own. It wants ciphers from Russia that this computer's OpenSSL does not have. And it
     * keeps a session by connecting and leaving at once: with TLS 1.3 the ticket comes after the handshake, so it often leaves
     * before (24 of 60 times, tried by hand), reads the empty file and calls that a connect problem.
     */
    private static final Set<String> ITS_OWN =
            Set.of("engine_problem", "sessionresumption_ticket", "sessionresumption_ID");

    /**
     * Scans: protocols, standard ciphers, forward secrecy, preferences, certificate, headers, vulnerabilities.
     *
     * @param authority the file of the authority that a browser would know
     */
    static TlsScan of(SiteUnderTest site, Path authority) throws IOException, InterruptedException {
        TlsScan scan = once(site, authority);
        // One of its hundreds of connections did not come about, which says nothing of the site.
        return scan.serious().stream().anyMatch(line -> line.startsWith("WARN")) ? once(site, authority) : scan;
    }

    private static TlsScan once(SiteUnderTest site, Path authority) throws IOException, InterruptedException {
        Path result = Files.createTempDirectory("testssl").resolve("findings.json");
        List<String> words = List.of(
                "testssl",
                "--quiet",
                "--color=0",
                "--warnings=off",
                "--nodns=none",
                "--connect-timeout=5",
                "--openssl-timeout=5",
                "--ip=" + SiteUnderTest.VIRTUAL_ADDRESS,
                "--add-ca=" + authority,
                "--protocols",
                "--standard",
                "--pfs",
                "--server-preference",
                "--server-defaults",
                "--headers",
                "--vulnerable",
                "--jsonfile=" + result,
                "https://" + SiteUnderTest.NAME);
        Process process = site.inClientsNetwork(words);
        Thread.ofVirtual().start(() -> killAfter(process));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(result).as("what testssl wrote; it said%n%s", said).isNotEmptyFile();
        return new TlsScan(read(Files.readString(result)));
    }

    private static void killAfter(Process process) {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> read(String json) {
        return (List<Map<String, Object>>)
                Jsonb.builder().build().type(Object.class).fromJson(json);
    }

    /** What is worse than "low", and what could not be tried. */
    List<String> serious() {
        return findings.stream()
                .filter(finding -> SERIOUS.contains(String.valueOf(finding.get("severity"))))
                .filter(finding -> !("WARN".equals(finding.get("severity")) && ITS_OWN.contains(finding.get("id"))))
                .map(finding -> finding.get("severity") + " " + finding.get("id") + ": " + finding.get("finding"))
                .toList();
    }

    /** What it found out about these. */
    Map<String, String> about(String... ids) {
        Set<String> wanted = Set.of(ids);
        return findings.stream()
                .filter(finding -> wanted.contains(String.valueOf(finding.get("id"))))
                .collect(Collectors.toMap(
                        finding -> String.valueOf(finding.get("id")),
                        finding -> String.valueOf(finding.get("finding")),
                        (first, _) -> first));
    }
}
