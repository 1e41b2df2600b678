package dev.tandem.lab.site;

import dev.tandem.lab.network.NetworkNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Everything that crosses the lab's bridge, byte by byte: what somebody sees who sits in the site's network. */
final class Capture implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);
    /** The first 24 bytes of a file say what it is (pcap-savefile(5)): packets come after them. */
    private static final int HEADER_BYTES = 24;
    /** Long enough for what was sent to be written down. */
    private static final Duration SETTLES = Duration.ofSeconds(1);

    private final Path file;
    private final Path said;
    private final Process tcpdump;

    private Capture(Path file, Path said, Process tcpdump) {
        this.file = file;
        this.said = said;
        this.tcpdump = tcpdump;
    }

    /** Begins, and returns when packets come. */
    static Capture begin(SiteUnderTest site, Path file) throws IOException {
        Path said = file.resolveSibling(file.getFileName() + ".said");
        Process tcpdump = new ProcessBuilder(inTheNetwork(
                        site,
                        "tcpdump",
                        "--interface=" + NetworkNames.BRIDGE,
                        // Else packets wait for a second, and the last ones are lost at the end.
                        "--immediate-mode",
                        "--packet-buffered",
                        // The kernel gives each packet a place of this size in a buffer of that one.
                        "--snapshot-length=66000",
                        "--buffer-size=131072",
                        "--relinquish-privileges=root",
                        "-w",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Capture capture = new Capture(file, said, tcpdump);
        SiteUnderTest.await(
                "packets on the bridge; tcpdump is " + tcpdump, STARTS_WITHIN, () -> capture.size() > HEADER_BYTES);
        return capture;
    }

    private static List<String> inTheNetwork(SiteUnderTest site, String... words) {
        List<String> all =
                new ArrayList<>(List.of("ip", "netns", "exec", new NetworkNames(site.labName()).bridgeNamespace()));
        all.addAll(List.of(words));
        return all;
    }

    /** Ends it. What was captured can be asked for afterwards, and nothing is missing in it. */
    Capture end() throws IOException, InterruptedException {
        Thread.sleep(SETTLES);
        tcpdump.destroy();
        if (!tcpdump.waitFor(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("tcpdump does not end: " + tcpdump);
        }
        String last = Files.readString(said);
        if (!last.contains("\n0 packets dropped by kernel")) {
            throw new AssertionError("the capture has holes:\n" + last);
        }
        return this;
    }

    /** Which of these texts stand anywhere in it, as they are. */
    List<String> found(String... texts) throws IOException {
        // One character for each byte, whatever it is.
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        return List.of(texts).stream().filter(bytes::contains).toList();
    }

    /** How many packets in it are of a kind, in the language of pcap-filter(7). */
    long packets(String filter) throws IOException, InterruptedException {
        Process reading = new ProcessBuilder("tcpdump", "-n", "-r", file.toString(), filter)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long lines = reading.inputReader().lines().count();
        reading.waitFor();
        return lines;
    }

    private long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tcpdump.destroy();
    }
}
