package dev.tandem.lab.cli;

import dev.tandem.lab.computer.GroupUsage;
import dev.tandem.lab.computer.ProcessorTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the programs of a lab's machines have used up to a moment.
 *
 * @param nanos the moment, on this computer's monotonic clock
 * @param computer what this computer has done in all
 */
record Reading(long nanos, Map<Place, Used> programs, ProcessorTime computer) {
    private static final String PAYLOAD = "payload";

    Reading {
        programs = Map.copyOf(programs);
    }

    /** A program on a machine. */
    record Place(String program, String machine) {}

    /** Since the machine started; memory as of now. */
    record Used(long microseconds, long residentKilobytes, long proportionalKilobytes) {
        Used and(Used other) {
            return new Used(
                    microseconds + other.microseconds,
                    residentKilobytes + other.residentKilobytes,
                    proportionalKilobytes + other.proportionalKilobytes);
        }
    }

    /** Adds up the control groups of each machine by the program that runs in them. */
    static Reading of(long nanos, Map<String, List<GroupUsage>> machines, ProcessorTime computer) {
        Map<Place, Used> programs = new java.util.HashMap<>();
        new TreeMap<>(machines)
                .forEach((machine, groups) -> groups.forEach(group -> programs.merge(
                        new Place(program(group.group()), machine),
                        new Used(group.microseconds(), group.residentKilobytes(), group.proportionalKilobytes()),
                        Used::and)));
        return new Reading(nanos, programs, computer);
    }

    /** The unit, which systemd names its control group after; what was a unit and has ended is in the group above. */
    static String program(Path group) {
        if (!group.startsWith(PAYLOAD)) {
            return "systemd-nspawn";
        }
        for (Path part : group) {
            String name = part.toString();
            if (name.endsWith(".service")) {
                return name.substring(0, name.length() - ".service".length());
            }
            if (name.equals("init.scope")) {
                return "systemd";
            }
            if (name.equals("user.slice")) {
                return "logins";
            }
        }
        return "units that ended";
    }
}
