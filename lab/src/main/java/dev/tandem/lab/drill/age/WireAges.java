package dev.tandem.lab.drill.age;

import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What kernels and TLS libraries remember of connections ends. */
final class WireAges {
    /**
     * After which the kernel forgets a connection without a packet, in seconds; five days on a real machine. Above the 15 s after which
     * the slowest of our programs asks for a sign of life, as five days are: below it, a drill would find what no site can have.
     */
    static final int TRACKED = 20;

    private static final Duration RELOADS_WITHIN = Duration.ofSeconds(60);

    private static final String TRACKING = "net.netfilter.nf_conntrack_tcp_timeout_established";

    /** How many connections have a timer of it. */
    private static final String KEPT_ALIVE = "ss -Htno state established | grep -c 'timer:(keepalive' || true";

    /** How many are remembered for at most so long, and how many for longer. */
    private static final String REMEMBERED = """
            awk -v most="$1" '$3 == "tcp" && $6 == "ESTABLISHED" { if ($5 <= most) short++; else long++ }
                END { printf "%d %d\\n", short, long }' /proc/net/nf_conntrack
            """;

    /** "yes" when a session of the last call could be resumed before, and not any more after a reload. */
    private static final String FORGET = """
            file=/tmp/tandem-aged.session
            ask() { echo | timeout 5 openssl s_client -tls1_2 -connect "$1:443" "$2" $file 2> /dev/null; }
            ask "$1" -sess_out > /dev/null
            before=$(ask "$1" -sess_in | grep -c '^Reused' || true)
            systemctl reload haproxy
            sleep 1
            after=$(ask "$1" -sess_in | grep -c '^New' || true)
            rm -f $file
            [ "$before$after" = 11 ] && echo yes || echo "no ($before, $after)"
            """;

    private WireAges() {}

    static Struck keepalive(Ground ground) {
        List<Grip> machines = ground.machines();
        for (Grip grip : machines) {
            set(grip, "net.ipv4.tcp_keepalive_time", "2");
            set(grip, "net.ipv4.tcp_keepalive_intvl", "1");
            set(grip, "net.ipv4.tcp_keepalive_probes", "3");
        }
        return new Struck(
                "net.ipv4.tcp_keepalive_time is 2 s on every machine",
                () -> {
                    long asked = machines.stream()
                            .mapToLong(grip ->
                                    grip.trying(KEPT_ALIVE).map(Long::valueOf).orElse(0L))
                            .sum();
                    return asked > 0 ? Optional.of(asked + " connections are asked") : Optional.empty();
                },
                () -> {},
                Set.of());
    }

    private static void set(Grip grip, String setting, String value) {
        String file = "/proc/sys/" + setting.replace('.', '/');
        Undo.remember(grip, "echo " + grip.sh("cat \"$1\"", file) + " > " + file);
        grip.sh("echo \"$2\" > \"$1\"", file, value);
    }

    static Struck tracking(Ground ground) {
        List<Grip> machines = ground.machines();
        machines.forEach(grip -> set(grip, TRACKING, Integer.toString(TRACKED)));
        return new Struck(
                TRACKING + " is " + TRACKED + " s on every machine", () -> remembered(machines), () -> {}, Set.of());
    }

    /** A connection that had a packet since is remembered for the new time; those without one were forgotten, or never asked for. */
    private static Optional<String> remembered(List<Grip> machines) {
        long briefly = 0;
        long longer = 0;
        for (Grip grip : machines) {
            String[] counts = grip.trying(REMEMBERED, Integer.toString(TRACKED))
                    .orElse("0 0")
                    .split(" ", 2);
            briefly += Long.parseLong(counts[0]);
            longer += Long.parseLong(counts[1]);
        }
        return briefly > 0
                ? Optional.of(briefly + " connections are remembered for at most that long, " + longer + " for longer")
                : Optional.empty();
    }

    /** A reload begins a new memory. Everything that comes back afterwards has to do with a full handshake. */
    static Struck tlsSessions(Ground ground) {
        List<Optional<String>> proofs = new ArrayList<>();
        for (Grip grip : ground.with(Role.BALANCER)) {
            String said = grip.sh(RELOADS_WITHIN, FORGET, grip.address());
            proofs.add(
                    said.equals("yes")
                            ? Optional.of(grip.name() + " resumed one before and not after")
                            : Optional.empty());
        }
        ground.with(Role.WEB).forEach(grip -> grip.sh(RELOADS_WITHIN, "systemctl reload nginx"));
        return Struck.done("HAProxy and nginx read everything again", SessionAges.ofEach(proofs));
    }
}
