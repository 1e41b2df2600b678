package dev.tandem.lab.machine;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.Detached;
import dev.tandem.lab.computer.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A disk of a machine's own beside its first one: an ext4 file system in a file of this computer, which can stand still, or stutter. It is
 * mounted here, so that it can be thawed whatever became of the machine; the machine mounts the same device. A machine whose programs
 * wait for a disk that stands still cannot be killed, so {@link NspawnMachine#kill} thaws it first.
 */
public final class Volume {
    private static final String PLACE = "volume";

    private static final String DEVICE_NUMBERS = "stat -c '%Hr %Lr' \"$(findmnt -no SOURCE \"$1\")\"";

    /** While the file $2 is there; in the end it does not stand still. */
    private static final String STUTTER = """
            turns=$5
            while [ -e "$2" ] && [ "$turns" -gt 0 ]; do
                turns=$((turns - 1))
                fsfreeze -f "$1" && sleep "$3"
                fsfreeze -u "$1"
                sleep "$4"
            done
            rm -f "$2"
            """;

    private static final Duration THAWS_WITHIN = Duration.ofSeconds(10);
    private static final Duration MOUNTS_AWAY_WITHIN = Duration.ofSeconds(10);

    private final Path image;
    private final Path place;
    private final Path stutters;

    Volume(Path directory) {
        image = directory.resolve("volume.img");
        place = directory.resolve(PLACE);
        stutters = directory.resolve("volume.stutters");
    }

    /** Thaws those of all machines of a lab, whose directories lie here. */
    public static void thawIn(Path lab) {
        MountTable.read().below(lab).stream()
                .filter(point -> point.endsWith(PLACE))
                .forEach(point -> new Volume(point.resolveSibling("")).thaw());
    }

    /** Whether it is there. */
    public boolean exists() {
        return MountTable.read().has(place);
    }

    /** Makes an empty one. Gives the numbers of its device, major and minor, by which the machine finds it. */
    public String make(long mebibytes) {
        remove();
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new ComputerException("making " + place, e);
        }
        Command.of("truncate", "--size=" + mebibytes + "M", image.toString()).run();
        Command.of("mkfs.ext4", "-q", "-F", image.toString())
                .hinting("apt-get install e2fsprogs")
                .run();
        Command.of("mount", "-o", "loop", image.toString(), place.toString())
                .hinting("the drill needs loop devices of this computer")
                .run();
        return Command.of("sh", "-euc", DEVICE_NUMBERS, "sh", place.toString())
                .run()
                .strip();
    }

    /** Whoever writes to it stands still until it is thawed, and dies of no signal before; it thaws by itself after this time. */
    public Detached freeze(Duration atMost) {
        Command.of("fsfreeze", "--freeze", place.toString()).run();
        return Detached.after(atMost, "fsfreeze -u \"$1\"", place.toString());
    }

    /** Freezes it for a moment, again and again: a write takes as long as that, on average half of it. */
    public void stutter(Duration frozen, Duration open, Duration atMost) {
        try {
            Files.writeString(stutters, "");
        } catch (IOException e) {
            throw new ComputerException("writing " + stutters, e);
        }
        Detached _ = Detached.begin(
                STUTTER,
                place.toString(),
                stutters.toString(),
                seconds(frozen),
                seconds(open),
                Long.toString(atMost.dividedBy(frozen.plus(open))));
    }

    private static String seconds(Duration time) {
        return String.valueOf(time.toMillis() / 1000.0);
    }

    /** Lets everybody go on, whoever froze it. Does nothing where there is none, or where it is not frozen. */
    public void thaw() {
        if (!exists()) {
            return;
        }
        try {
            Files.deleteIfExists(stutters);
        } catch (IOException e) {
            throw new ComputerException("removing " + stutters, e);
        }
        // Somebody who made it stutter may be about to freeze it once more.
        Deadline.in(THAWS_WITHIN).await(() -> {
            boolean thawed =
                    Command.of("fsfreeze", "--unfreeze", place.toString()).succeeds();
            Deadline.pause(Duration.ofMillis(400));
            return !thawed;
        });
    }

    /** Removes it with all that is on it; the machine must not use it any more. */
    public void remove() {
        thaw();
        Deadline.in(MOUNTS_AWAY_WITHIN)
                .await(() -> !exists() || Command.of("umount", place.toString()).succeeds());
        try {
            Files.deleteIfExists(image);
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw new ComputerException("removing " + image, e);
        }
    }
}
