package dev.tandem.lab.drill.fault;

import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The disk of the primary's database is full. Machines of a lab share this computer's disk, so the partner's data is put on a small file
 * system in memory first, and the partner made primary; at the end it is put back. While it lies there, power that fails takes it
 * away, which is another fault than this one.
 */
final class FullDisk {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Beside what is there, in MiB: the fault must not bite by itself while it is prepared. */
    private static final String ROOM = "256";

    private static final String REST = """
            systemctl stop tandem-agent
            systemctl stop mariadb
            """;

    private static final String MAKE_SMALL = REST + """
            mkdir -p /run/tandem-drill
            mount -t tmpfs -o size=$(($(du -sm /var/lib/mysql | cut -f1) + $1))m tandem-drill /run/tandem-drill
            cp -a /var/lib/mysql/. /run/tandem-drill
            mount --bind /run/tandem-drill /var/lib/mysql
            umount /run/tandem-drill
            systemctl start tandem-agent
            """;

    /** Prints what is left, in KiB. */
    private static final String FILL = """
            dd if=/dev/zero of=/var/lib/mysql/tandem-drill bs=1M 2> /dev/null || true
            dd if=/dev/zero of=/var/lib/mysql/tandem-drill bs=4k oflag=append conv=notrunc 2> /dev/null || true
            df --output=avail /var/lib/mysql | tail -n 1
            """;

    private static final String FREE = "rm -f /var/lib/mysql/tandem-drill\n";

    private FullDisk() {}

    static Struck strike(Ground ground) {
        Grip victim = ground.partner();
        victim.sh(PATIENCE, MAKE_SMALL, ROOM);
        OwnVolume.becomesPrimary(ground, victim);
        String left = victim.sh(FILL);
        return new Struck(
                "the disk of " + victim.name() + " is full",
                () -> left.equals("0") && !ground.primary().name().equals(victim.name())
                        ? Optional.of(
                                "0 bytes were free, and " + ground.primary().name() + " took over")
                        : Optional.empty(),
                () -> {
                    victim.sh(FREE);
                    ground.awaitPartner(PATIENCE);
                    victim.sh(PATIENCE, OwnVolume.PUT_BACK);
                },
                Set.of());
    }
}
