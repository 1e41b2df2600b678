package dev.tandem.lab.drill.age;

import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is kept for a time is not kept any longer: logs, the databases' and etcd's histories. */
final class KeptAges {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EXPIRY = "binlog_expire_logs_seconds";

    /** Says what was freed. */
    private static final String JOURNALS = """
            journalctl --rotate > /dev/null 2>&1
            sleep 2
            if [ -x /usr/sbin/logrotate ]; then /usr/sbin/logrotate --force /etc/logrotate.conf > /dev/null 2>&1 || true; fi
            journalctl --vacuum-time=1s 2>&1 | grep -c '^Deleted' || true
            """;

    /** Five logs, of which all but the last expire; the numbers of the first before and after. */
    private static final String BINLOGS = """
            first() { mariadb -N -e 'SHOW BINARY LOGS' | head -n 1 | sed 's/^[^.]*\\.0*//; s/[^0-9].*//'; }
            before=$(first)
            mariadb -e "SET GLOBAL binlog_expire_logs_seconds = 1"
            for time in 1 2 3 4 5; do mariadb -e 'FLUSH NO_WRITE_TO_BINLOG BINARY LOGS'; sleep 0.3; done
            sleep 2
            mariadb -e 'FLUSH NO_WRITE_TO_BINLOG BINARY LOGS'
            mariadb -e "SET GLOBAL binlog_expire_logs_seconds = $1"
            echo "$before $(first)"
            """;

    private static final String ETCDCTL = """
            etcd() {
                etcdctl --cacert=/etc/ssl/tandem/consensus-authority.crt --cert=/etc/ssl/tandem/consensus.pem \\
                    --key=/etc/ssl/tandem/consensus.pem --endpoints="https://$address:2379" "$@"
            }
            address=$1
            """;

    /** The history up to now is forgotten, three times; a key lives as long as its lease of 2 s. Says the first revision that was forgotten. */
    private static final String FORGET = ETCDCTL + """
            revision() { etcd endpoint status -w fields | awk -F' : ' '/"Revision"/ { print $2 }'; }
            lease=$(etcd lease grant 2 | cut -d' ' -f2)
            etcd put --lease="$lease" tandem-aged alive > /dev/null
            first=$(revision)
            for time in 1 2 3; do
                etcd put tandem-aged-turn "$time" > /dev/null
                etcd compaction --physical "$(revision)" > /dev/null
                sleep 1
            done
            etcd del tandem-aged-turn > /dev/null
            echo "$first"
            """;

    /** "forgotten" when the revision is; "alive" when the key is still there. */
    private static final String FORGOTTEN = ETCDCTL + """
            etcd get tandem-aged --print-value-only
            etcd get tandem-aged --rev="$2" 2>&1 | grep -q compacted && echo forgotten || true
            """;

    private KeptAges() {}

    static Struck journals(Ground ground) {
        List<Optional<String>> proofs = ground.machines().stream()
                .map(grip -> Optional.of(grip.sh(PATIENCE, JOURNALS))
                        .filter(deleted -> !deleted.equals("0"))
                        .map(deleted -> grip.name() + " deleted " + deleted))
                .toList();
        return Struck.done("journals rotated and vacuumed", SessionAges.ofEach(proofs));
    }

    /** Only while everybody follows: who is away for a second of a week that has become one second would have to be copied anew. */
    static Struck binlogs(Ground ground) {
        List<Grip> databases = ground.with(Role.DATABASE);
        List<Optional<String>> proofs =
                databases.stream().map(KeptAges::expired).toList();
        return Struck.done("binary logs flushed six times and expired", SessionAges.ofEach(proofs));
    }

    private static Optional<String> expired(Grip grip) {
        String before = grip.sh("mariadb -N -e 'SELECT @@GLOBAL." + EXPIRY + "'");
        Undo.remember(grip, "mariadb -e 'SET GLOBAL " + EXPIRY + " = " + before + "'");
        String[] firsts = grip.sh(PATIENCE, BINLOGS, before).split(" ", 2);
        return Long.parseLong(firsts[1]) > Long.parseLong(firsts[0])
                ? Optional.of(grip.name() + "'s first is number " + firsts[1] + " instead of " + firsts[0])
                : Optional.empty();
    }

    static Struck etcd(Ground ground) {
        Grip voter = ground.voters().getFirst();
        String revision = voter.sh(PATIENCE, FORGET, voter.address());
        return new Struck(
                "etcd's history compacted three times, a lease of 2 s left to itself",
                () -> voter.trying(FORGOTTEN, voter.address(), revision)
                        .filter("forgotten"::equals)
                        .map(_ -> "revision " + revision + " and the lease's key are gone"),
                () -> {},
                Set.of());
    }
}
