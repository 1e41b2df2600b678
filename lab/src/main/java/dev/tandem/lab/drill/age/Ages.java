package dev.tandem.lab.drill.age;

import dev.tandem.lab.drill.fault.Fault.Need;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that a lab can make old, in the order in which it is done, and what it cannot. */
public final class Ages {
    /** What lifetimes are cut to, in seconds. */
    static final int SHORT = 4;

    /** Longer than the longest that is cut: every one of them ends in it, most of them many times. */
    public static final Duration QUIET = Duration.ofSeconds(24);

    private static final List<Age> ALL = List.of(
            new Age("journals", "logs are rotated and all but the present ones removed", KeptAges::journals),
            new Age(
                    "gtid",
                    "the next transaction's number jumps to just below 2^31, or 2^32, and goes on past it",
                    CounterAges::gtid),
            new Age("binlogs", "the binary logs are ended, and all but the present ones expire", KeptAges::binlogs),
            new Age("etcd", "etcd forgets its history, and a lease ends", KeptAges::etcd),
            new Age(
                    "replication",
                    "the replica hears nothing for longer than slave_net_timeout, twice",
                    Set.of(Need.AGENTS, Need.REPLICA),
                    SessionAges::replication),
            new Age(
                    "tls-sessions",
                    "what was agreed upon for later TLS handshakes is forgotten",
                    WireAges::tlsSessions),
            new Age("tcp-keepalive", "idle TCP connections are asked for a sign of life", WireAges::keepalive),
            new Age(
                    "conntrack",
                    "the firewall forgets connections without a packet after " + WireAges.TRACKED + " s",
                    WireAges::tracking),
            new Age("pools", "the application servers' pools renew every connection", SessionAges::pools),
            new Age(
                    "idle-sessions",
                    "sessions of MariaDB that are idle for " + SHORT + " s end; all are made anew, to take that value",
                    SessionAges::idle));

    private static final List<Aged> NOT_TRIED = List.of(
            notTried(
                    "clock",
                    "machines of a lab share this computer's clock, which nobody may set; a program that is shown another one (libfaketime)"
                            + " waits wrongly, too: tried, and an agent used half a processor and reached nobody"),
            notTried("connection-ids", "MariaDB counts in 64 bits from 1, and has no way to begin elsewhere"),
            notTried(
                    "binlog-numbers",
                    "RESET MASTER TO would begin elsewhere, and a new history with it; MariaDB's last number is 2^31-1"),
            notTried("zone-serials", "Knot's is the time, and could not be taken back"));

    private Ages() {}

    static List<Age> list() {
        return ALL;
    }

    /** What a site can have that has so much. */
    public static List<Age> possible(Set<Need> has) {
        return ALL.stream().filter(age -> has.containsAll(age.needs())).toList();
    }

    /** What no lab can do, and what such a site has nothing of. */
    public static List<Aged> notTried(Set<Need> has) {
        Stream<Aged> lacking = ALL.stream()
                .filter(age -> !has.containsAll(age.needs()))
                .map(age -> notTried(age.name(), "this site has nothing that ages so"));
        return Stream.concat(NOT_TRIED.stream(), lacking).toList();
    }

    private static Aged notTried(String name, String why) {
        return new Aged(name, Aged.State.NOT_TRIED, why);
    }
}
