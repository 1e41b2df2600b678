package dev.tandem.lab.attack;

import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.lab.site.SiteUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Somebody with one address of the internet, on the lab's client, which has an address of its own besides. */
final class Stranger implements AutoCloseable {
    /** The lab's client's own; the example exempts it from the balancers' limits. */
    static final String EXEMPT = "10.80.0.253";

    private static final String CLASSES = "/root/attack/dev/tandem/lab/attack";
    private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";
    private static final List<String> PROGRAM =
            List.of("AttackProgram.class", "AttackProgram$Drop.class", "Http2Connection.class");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final SiteUnderTest site;
    private final String address;

    /** The client has an address that is neither an admin's nor exempt, and that nobody asked from before, until this is closed. */
    Stranger(SiteUnderTest site) {
        this.site = site;
        this.address = "10.80.0." + (200 + COUNT.getAndIncrement());
        site.onClient("ip address replace " + address + "/32 dev eth0; mkdir -p " + CLASSES);
        for (String file : PROGRAM) {
            site.client()
                    .require(RemoteCommand.script("bring the attack's program", "cat > \"$1/$2\"", CLASSES, file)
                            .reading(output -> output.write(bytes(file))));
        }
    }

    String address() {
        return address;
    }

    /** Attacks for so long, in the words of {@link AttackProgram}, and says what came of it; what did not happen is 0. */
    Outcome attacks(int seconds, String... words) {
        return from(address, seconds, words);
    }

    /** The same from one of the client's addresses. */
    Outcome from(String address, int seconds, String... words) {
        String line = site.onClient(
                "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -cp /root/attack "
                        + AttackProgram.class.getName() + " \"$@\"",
                arguments(address, seconds, words));
        return new Outcome(Arrays.stream(line.split(" "))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.parseInt(pair[1]))));
    }

    private static String[] arguments(String address, int seconds, String[] words) {
        List<String> all = new ArrayList<>(List.of(
                AUTHORITIES,
                SiteUnderTest.NAME,
                SiteUnderTest.VIRTUAL_ADDRESS,
                "443",
                address,
                Integer.toString(seconds)));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        site.onClient("ip address delete " + address + "/32 dev eth0");
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream stream = Stranger.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("no " + file + " beside " + Stranger.class);
            }
            return stream.readAllBytes();
        }
    }

    /** What an attack came to, by name. */
    record Outcome(Map<String, Integer> counts) {
        int count(String name) {
            return counts.getOrDefault(name, 0);
        }
    }
}
