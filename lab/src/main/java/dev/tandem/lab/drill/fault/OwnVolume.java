package dev.tandem.lab.drill.fault;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts what machines keep on disks of their own, which can stand still or be slow: a lab's machines share this computer's. While it lies
 * there, power that fails takes it away, which is another fault.
 */
public final class OwnVolume {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The database's data. */
    static final String DATABASE = "mysql";

    /** The data of etcd's member. */
    static final String CONSENSUS = "etcd";

    private static final long MEBIBYTES = 2_048;

    private static final String REST = """
            rest() {
                case $1 in
                    mysql) systemctl stop tandem-agent; systemctl stop mariadb ;;
                    etcd) systemctl stop etcd ;;
                esac
            }
            go_on() {
                case $1 in
                    mysql) systemctl start tandem-agent ;;
                    etcd) systemctl start etcd ;;
                esac
            }
            """;

    /** Words: the device's numbers, and what is put there. */
    private static final String MOVE = REST + """
            rm -f /dev/tandem-drill
            mknod /dev/tandem-drill b "$1" "$2"
            shift 2
            mkdir -p /run/tandem-drill
            mount -t ext4 /dev/tandem-drill /run/tandem-drill
            for each in "$@"; do
                rest "$each"
                cp -a "/var/lib/$each" "/run/tandem-drill/$each"
                mount --bind "/run/tandem-drill/$each" "/var/lib/$each"
                go_on "$each"
            done
            umount /run/tandem-drill
            rm -f /dev/tandem-drill
            """;

    /** What does not lie on a disk of its own is left alone. */
    static final String PUT_BACK = REST + """
            for each in etcd mysql; do
                mountpoint -q "/var/lib/$each" || continue
                rm -f "/var/lib/$each/tandem-drill"
                rest "$each"
                rm -rf "/var/lib/$each.drill"
                cp -a "/var/lib/$each" "/var/lib/$each.drill"
                umount "/var/lib/$each"
                find "/var/lib/$each" -mindepth 1 -delete
                cp -a "/var/lib/$each.drill/." "/var/lib/$each"
                rm -rf "/var/lib/$each.drill"
                go_on "$each"
            done
            """;

    private OwnVolume() {}

    /** Puts the data of the partner there, and etcd's too when asked for, and makes it the primary. Gives the machine. */
    static Grip ofPrimary(Ground ground, List<String> what) {
        Grip victim = ground.partner();
        move(victim, what);
        becomesPrimary(ground, victim);
        return victim;
    }

    static void move(Grip machine, List<String> what) {
        List<String> words = new ArrayList<>(
                List.of(machine.machine().volume().make(MEBIBYTES).split(" ", -1)));
        words.addAll(what);
        machine.sh(PATIENCE, MOVE, words.toArray(String[]::new));
    }

    /** Makes a machine that is about to be partner again the primary, with a partner of its own. */
    static void becomesPrimary(Ground ground, Grip victim) {
        Grip before = ground.primary();
        boolean partner = Grip.soon(
                PATIENCE,
                () -> ground.recordedPartner()
                        .filter(it -> it.machine().value().equals(victim.name()))
                        .isPresent());
        if (!partner) {
            throw new IllegalStateException(victim.name() + " did not become partner again on a disk of its own");
        }
        // What it was a moment ago may still stand there.
        Deadline.pause(Duration.ofSeconds(1));
        ground.tellAgents(before, PATIENCE, "switchover");
        if (!ground.primary().name().equals(victim.name())) {
            throw new IllegalStateException(victim.name() + " did not become primary on a disk of its own");
        }
        // Alone it would have nobody to hand over to.
        if (!ground.awaitPartner(PATIENCE)) {
            throw new IllegalStateException(before.name() + " did not become partner of " + victim.name());
        }
    }

    /** Thaws it, and puts everything back where it was. */
    static void mend(Ground ground, Grip machine) {
        machine.machine().volume().thaw();
        if (ground.awaitPartner(PATIENCE) && ground.primary().name().equals(machine.name())) {
            // Its database stands still while it is put back, which is no part of the fault.
            ground.tellAgents(machine, PATIENCE, "switchover");
            ground.awaitPartner(PATIENCE);
        }
        machine.sh(PATIENCE, PUT_BACK);
        machine.machine().volume().remove();
    }

    /** Puts back what a drill that was killed left there; a machine that has nothing there is left alone. */
    public static void putBack(Grip machine) {
        machine.trying(PATIENCE, PUT_BACK);
    }
}
