package dev.tandem.lab.drill.fault;

import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.fault.OverloadFaults.Chosen;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Disks on which a write waits: a file system that is frozen for a moment, again and again. What databases and members of etcd keep is
 * put on disks of their own first, and in the end it is put back.
 */
final class SlowDisk {
    private static final Duration FROZEN = Duration.ofMillis(150);
    private static final Duration OPEN = Duration.ofMillis(50);
    private static final Duration AT_MOST = Duration.ofSeconds(90);

    /** Of the slowest of some writes. Below that nobody would call it slow. */
    private static final long SLOW_MILLIS = 75;

    /** Word: a folder. Prints how many milliseconds the slowest of ten writes took, at moments that are not the disk's. */
    private static final String TIMED = """
            slowest=0
            for write in 1 2 3 4 5 6 7 8 9 10; do
                begin=$(date +%s%3N)
                dd if=/dev/zero of="/var/lib/$1/tandem-drill" bs=4k count=1 conv=fsync 2> /dev/null
                took=$(($(date +%s%3N) - begin))
                if [ "$took" -gt "$slowest" ]; then slowest=$took; fi
                sleep 0.03
            done
            rm -f "/var/lib/$1/tandem-drill"
            echo "$slowest"
            """;

    private SlowDisk() {}

    /** A machine and what of it lies on the slow disk. */
    private record Slow(Grip machine, List<String> what) {}

    static Struck strike(Chosen chosen) {
        List<Slow> all = prepared(chosen);
        all.forEach(slow -> slow.machine().machine().volume().stutter(FROZEN, OPEN, AT_MOST));
        List<String> names = all.stream().map(slow -> slow.machine().name()).toList();
        return new Struck(
                "a write to the disks of " + String.join(", ", names) + " waits for up to " + FROZEN.toMillis() + " ms",
                () -> proof(all),
                () -> {
                    all.forEach(slow -> slow.machine().machine().volume().thaw());
                    all.forEach(slow -> OwnVolume.mend(chosen.ground(), slow.machine()));
                },
                Set.of());
    }

    private static List<Slow> prepared(Chosen chosen) {
        Ground ground = chosen.ground();
        return switch (chosen.which()) {
            case PRIMARY -> List.of(primary(ground));
            case BALANCER -> List.of(moved(ground.owner(), what(ground, ground.owner())));
            case ALL -> everywhere(ground);
        };
    }

    private static Slow primary(Ground ground) {
        List<String> what = what(ground, ground.partner());
        return new Slow(OwnVolume.ofPrimary(ground, what), what);
    }

    private static List<Slow> everywhere(Ground ground) {
        List<Slow> all = new ArrayList<>();
        all.add(primary(ground));
        for (Grip machine : ground.machines()) {
            List<String> what = what(ground, machine);
            if (!what.isEmpty()
                    && !machine.name().equals(all.getFirst().machine().name())) {
                all.add(moved(machine, what));
                ground.awaitPartner(OwnVolume.PATIENCE);
            }
        }
        return all;
    }

    private static Slow moved(Grip machine, List<String> what) {
        if (what.isEmpty()) {
            throw new IllegalStateException("nothing on " + machine.name() + " writes what must last");
        }
        OwnVolume.move(machine, what);
        return new Slow(machine, what);
    }

    private static List<String> what(Ground ground, Grip machine) {
        List<String> what = new ArrayList<>();
        if (ground.voters().stream().anyMatch(voter -> voter.name().equals(machine.name()))) {
            what.add(OwnVolume.CONSENSUS);
        }
        if (ground.with(Role.DATABASE).stream()
                .anyMatch(database -> database.name().equals(machine.name()))) {
            what.add(OwnVolume.DATABASE);
        }
        return what;
    }

    private static Optional<String> proof(List<Slow> all) {
        List<String> proofs = new ArrayList<>();
        for (Slow slow : all) {
            long slowest = slow.machine()
                    .trying(TIMED, slow.what().getFirst())
                    .map(Long::valueOf)
                    .orElse(0L);
            if (slowest >= SLOW_MILLIS) {
                proofs.add("a write on " + slow.machine().name() + " took " + slowest + " ms");
            }
        }
        return proofs.size() == all.size() ? Optional.of(String.join(", ", proofs)) : Optional.empty();
    }
}
