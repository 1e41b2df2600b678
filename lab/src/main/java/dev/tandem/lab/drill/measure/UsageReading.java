package dev.tandem.lab.drill.measure;

import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the machines what the site's programs hold. */
public final class UsageReading {
    private static final String PROGRAMS = """
            for unit in tandem-agent tandem-runner tandem-router mariadb etcd haproxy nginx keepalived knot; do
                memory=0 threads=0 files=0 any=
                for process in $(cat /sys/fs/cgroup/system.slice/$unit.service/cgroup.procs 2> /dev/null); do
                    any=1
                    memory=$((memory + $(awk '/^VmRSS:/ { print $2 }' /proc/$process/status 2> /dev/null || echo 0) + 0))
                    threads=$((threads + $(ls /proc/$process/task 2> /dev/null | wc -l)))
                    files=$((files + $(ls /proc/$process/fd 2> /dev/null | wc -l)))
                done
                [ -z "$any" ] || echo "$unit $memory $threads $files 0"
            done
            for folder in /var/lib/mysql /var/lib/etcd /var/lib/tandem /var/log; do
                [ ! -d $folder ] || echo "$folder 0 0 0 $(du -sm $folder | cut -f1)"
            done
            """;

    private UsageReading() {}

    public static List<Usage> of(Ground ground) {
        return ground.machines().stream().flatMap(UsageReading::of).toList();
    }

    private static Stream<Usage> of(Grip grip) {
        Optional<String> said = grip.trying(PROGRAMS);
        return said.stream().flatMap(text -> Usage.parse(grip.name(), text).stream());
    }
}
